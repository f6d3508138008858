namespace LlamaOrch.Tools.TinyModel.Data.World;

/// <summary>Everyone who lives in the Green Valley.</summary>
public static class Heroes
{
    /// <summary>All inhabitants, in a fixed order.</summary>
    public static IReadOnlyList<Hero> All { get; } =
    [
        new("fox", "foxes", "Rusty", false, "red", "in a den under the hill", "berries", "run in the fields", "rabbit"),
        new("owl", "owls", "Olive", true, "brown", "in the old oak tree", "nuts", "tell stories", "mouse"),
        new("mouse", "mice", "Pip", false, "grey", "in a hole behind the mill", "cheese", "play the flute", "owl"),
        new("bear", "bears", "Bruno", false, "brown", "in a cave by the waterfall", "honey", "sleep late", "bee"),
        new("rabbit", "rabbits", "Clover", true, "white", "in the meadow", "carrots", "jump over stones", "fox"),
        new("frog", "frogs", "Fred", false, "green", "by the pond", "soup", "jump into the pond", "duck"),
        new("hedgehog", "hedgehogs", "Hugo", false, "brown", "under a pile of leaves", "apples", "roll down the hill",
            "mole"),
        new("squirrel", "squirrels", "Hazel", true, "red", "in the tall pine tree", "acorns", "hide acorns", "deer"),
        new("duck", "ducks", "Daisy", true, "yellow", "on the lake", "bread", "float on the water", "frog"),
        new("cat", "cats", "Luna", true, "black", "in the baker's house", "fish", "sit in the sun", "dog"),
        new("dog", "dogs", "Max", false, "brown", "on the farm", "bones", "play with a ball", "cat"),
        new("horse", "horses", "Star", true, "white", "in the red barn", "hay", "gallop", "cow"),
        new("cow", "cows", "Bella", true, "black and white", "in the green field", "grass", "look at the clouds",
            "horse"),
        new("pig", "pigs", "Rosie", true, "pink", "in the mud by the barn", "corn", "roll in the mud", "hen"),
        new("hen", "hens", "Penny", true, "red", "in the hen house", "seeds", "wake up early", "pig"),
        new("sheep", "sheep", "Woolly", true, "white", "on the hill", "clover", "watch the stars", "goat"),
        new("goat", "goats", "Billy", false, "grey", "on the mountain", "leaves", "jump from rock to rock", "sheep"),
        new("turtle", "turtles", "Toby", false, "green", "by the slow river", "lettuce", "walk slowly", "snail"),
        new("snail", "snails", "Sam", false, "brown", "under the bench in the garden", "cabbage", "draw lines",
            "turtle"),
        new("bee", "bees", "Bibi", true, "yellow and black", "in a hive in the apple tree", "nectar",
            "hum in the sun", "bear"),
        new("deer", "deer", "Dora", true, "brown", "in the quiet forest", "moss", "run between the trees", "squirrel"),
        new("wolf", "wolves", "Wanda", true, "grey", "in the dark forest", "stew", "howl at the moon", "badger"),
        new("badger", "badgers", "Bob", false, "black and white", "in a tunnel under the forest", "mushrooms",
            "bake cakes", "wolf"),
        new("beaver", "beavers", "Ben", false, "brown", "in a house in the river", "bark", "build dams", "otter"),
        new("otter", "otters", "Otto", false, "brown", "under the wooden bridge", "crabs", "slide down the bank",
            "beaver"),
        new("mole", "moles", "Molly", true, "black", "under the garden", "roots", "dig tunnels", "hedgehog"),
        new("crow", "crows", "Carl", false, "black", "on the church tower", "crumbs", "collect shiny things", "ant"),
        new("ant", "ants", "Annie", true, "black", "in a small hill of sand", "sugar", "carry things", "crow"),
        new("spider", "spiders", "Sid", false, "black", "in the corner of the attic", "cookies", "make webs",
            "butterfly"),
        new("butterfly", "butterflies", "Flora", true, "blue", "in the flower garden", "juice",
            "fly from flower to flower", "spider"),
        new("penguin", "penguins", "Percy", false, "black and white", "on an island of ice", "ice cream",
            "slide on the ice", "whale"),
        new("whale", "whales", "Wendy", true, "blue", "in the deep sea", "seaweed", "jump over the waves", "penguin"),
        new("elephant", "elephants", "Ella", true, "grey", "by the big river", "bananas", "splash in the water",
            "monkey"),
        new("monkey", "monkeys", "Milo", false, "brown", "in the jungle", "mangoes", "tell jokes", "elephant"),
        new("lion", "lions", "Leo", false, "golden", "under the big rock", "meatballs", "take long naps", "tiger"),
        new("tiger", "tigers", "Tara", true, "orange", "in the bamboo forest", "noodles", "play hide and seek", "lion"),
        new("dragon", "dragons", "Drago", false, "green", "in a castle on the cliff", "hot peppers",
            "fly over the mountains", "robot"),
        new("robot", "robots", "Bolt", false, "silver", "in the workshop", "batteries", "fix old clocks", "dragon"),
        new("girl", "girls", "Mia", true, "yellow", "in the house by the bakery", "pancakes", "plant flowers",
            "boy"),
        new("boy", "boys", "Tom", false, "blue", "in the house by the school", "pizza", "fly kites", "girl"),
    ];

    /// <summary>The inhabitant of the given kind.</summary>
    /// <exception cref="KeyNotFoundException">Nobody is of that kind.</exception>
    public static Hero Of(string kind) => ByKind[kind];

    private static Dictionary<string, Hero> ByKind { get; } = All.ToDictionary(hero => hero.Kind);
}
