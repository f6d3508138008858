using LlamaOrch.Tools.TinyModel.Data.World;

namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>Questions about the facts of the world: who lives where, eats what, likes what.</summary>
public sealed class HeroQuestions : IDialogue
{
    private static readonly (string[] Questions, string[] Answers)[] Kinds =
    [
        (["Where does [the|a] {hero} live?", "Where does {name} live?", "Where do {plural} live?",
            "[What|Where] is the home of the {hero}?", "[What|Where] is the {hero}'s home?",
            "Where does [the|a] {hero} [sleep|stay]?",
            "[Tell me|Do you know|I want to know] where [the {hero} lives|{plural} live].", "Where's the {hero}?",
            "Where can I find the {hero}?", "Where is the {hero}?"],
            ["The {hero} lives {home}."]),
        (["What does the {hero} eat?", "What do {plural} eat?", "What does {name} like to eat?",
            "What does the {hero} [like to eat|have for dinner|have for breakfast]?",
            "What is the favorite food of the {hero}?", "What is [the {hero}|{name}]'s favo[|u]rite food?",
            "What [|kind of ]food does the {hero} [like|eat]?", "What food do {plural} [like|eat]?",
            "[Tell me|Do you know] what the {hero} eats.", "Is the {hero} hungry?"],
            ["The {hero} [eats|likes to eat] {food}."]),
        (["What does the {hero} like[| to do]?", "What does {name} like[| to do]?", "What do {plural} like to do?",
            "What is the hobby of the {hero}?", "What does the {hero} [enjoy|love]?",
            "What makes the {hero} happy?", "What does the {hero} do[| all day]?"],
            ["The {hero} likes to {hobby}."]),
        (["Who is the [|best ]friend of the {hero}?", "Who is the {hero}'s [|best ]friend?",
            "Who is {name}'s [|best ]friend?", "Does the {hero} have a friend?", "Who is friends with the {hero}?",
            "Who is the best friend of {name}?", "Who does the {hero} like?", "Who does the {hero} play with?"],
            ["The best friend of the {hero} is the {friend}.", "The {hero}'s best friend is the {friend}."]),
        (["What is the name of the {hero}?", "What is the {hero}'s name?", "What is the {hero} called?"],
            ["The {hero}'s name is {name}.", "The name of the {hero} is {name}."]),
        (["Who is {name}?", "[Tell me|What do you know] about {name}?", "Do you know {name}?"],
            ["{name} is the {hero}. {He} lives {home} and likes to {hobby}."]),
        (["What colo[|u]r is the {hero}?", "What does the {hero} look like?", "What is the colo[|u]r of the {hero}?",
            "What colo[|u]r are {plural}?", "What colo[|u]r is {name}?"],
            ["{look}"]),
        (["[Tell me about|Describe|What do you know about|Talk about] [the {hero}|{plural}].", "What is {a:hero}?",
            "Who is the {hero}?", "Do you [know|like] [the {hero}|{plural}]?", "The {hero}.", "{plural}.", "{hero}."],
            ["{look} {He} lives {home}, eats {food} and likes to {hobby}. {His} best friend is the {friend}."]),
        (["Is the {hero} {colour}?", "Are {plural} {colour}?"], ["Yes. {look}"]),
        (["Is the {hero} {othercolour}?", "Are {plural} {othercolour}?"], ["No. {look}"]),
        (["Who lives {home}?", "What lives {home}?"],
            ["The {hero} lives {home}."]),
        (["Who [eats|likes] {food}?", "Which animal eats {food}?"],
            ["The {hero} eats {food}."]),
        (["Who likes to {hobby}?"],
            ["The {hero} likes to {hobby}."]),
        (["Does the {hero} [eat|like] {food}?"],
            ["Yes, the {hero} eats {food}."]),
        (["Does the {hero} [eat|like] {otherfood}?"],
            ["No, the {hero} eats {food}."]),
        (["Does the {hero} live {home}?"],
            ["Yes, the {hero} lives {home}."]),
        (["Does the {hero} live {otherhome}?"],
            ["No, the {hero} lives {home}."]),
        (["Is the {hero} a friend of the {friend}?", "Are the {hero} and the {friend} friends?"],
            ["Yes, the {hero} and the {friend} are best friends."]),
        (["Why does the {hero} live {home}?", "Why is the {hero} happy?", "How is the {hero}?"],
            ["The {hero} is happy {home}, because {he} likes to {hobby}."]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Compose(SeededRandom random)
    {
        Hero hero = random.Pick(Heroes.All);
        List<Exchange> exchanges = [Ask(random, hero)];
        while (random.Chance(0.25) && exchanges.Count < 4)
        {
            hero = random.Chance(0.5) ? hero : random.Pick(Heroes.All);
            exchanges.Add(Ask(random, hero));
        }

        return exchanges;
    }

    private static Exchange Ask(SeededRandom random, Hero hero)
    {
        // The first eight kinds are what people ask most.
        int kind = random.Chance(0.6) ? random.Below(8) : random.Below(Kinds.Length);
        (string[] questions, string[] answers) = Kinds[kind];
        Dictionary<string, string> slots = new()
        {
            ["hero"] = hero.Kind,
            ["plural"] = hero.Plural,
            ["name"] = hero.Name,
            ["he"] = hero.Female ? "she" : "he",
            ["He"] = hero.Female ? "She" : "He",
            ["His"] = hero.Female ? "Her" : "His",
            ["home"] = hero.Home,
            ["food"] = hero.Food,
            ["hobby"] = hero.Hobby,
            ["friend"] = hero.Friend,
            ["look"] = hero.Kind is "girl" or "boy"
                ? $"The {hero.Kind} wears a {hero.Colour} coat."
                : $"The {hero.Kind} is {hero.Colour}.",
            ["colour"] = hero.Colour,
            ["othercolour"] = random.PickOther([.. Heroes.All.Select(other => other.Colour).Distinct()], hero.Colour),
            ["otherfood"] = random.PickOther(Heroes.All, hero).Food,
            ["otherhome"] = random.PickOther(Heroes.All, hero).Home,
        };
        string question = Template.Expand(random, random.Pick(questions), slots);
        string answer = Template.Expand(random, random.Pick(answers), slots);
        return new Exchange(question, answer);
    }
}
