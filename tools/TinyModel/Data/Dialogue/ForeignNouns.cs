namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>Real things that the world does not hold.</summary>
public static class ForeignNouns
{
    /// <summary>The nouns, in a fixed order.</summary>
    public static IReadOnlyList<string> List { get; } =
    [
        "zebra", "giraffe", "camel", "kangaroo", "panda", "koala", "parrot", "shark", "dolphin", "octopus", "crocodile",
        "dinosaur", "unicorn", "ghost", "king", "queen", "princess", "knight", "wizard", "pirate", "teacher", "doctor",
        "farmer", "car", "train", "plane", "computer", "phone", "internet", "Linux", "Python", "Java", "music",
        "football", "chess", "history", "science", "physics", "chemistry", "mathematics", "biology", "philosophy",
        "politics", "money", "love", "time", "war", "peace", "religion", "art", "the president", "Germany", "France",
        "London", "Paris", "Berlin", "America", "China", "India", "Japan", "Europe", "Africa", "Mars", "Jupiter",
        "the earth", "the universe", "gravity", "energy", "electricity", "water", "fire", "light", "quantum physics",
        "machine learning", "artificial intelligence", "a database", "a compiler", "kubernetes", "docker", "the cloud",
        "a neural network", "llamas", "llama", "coffee", "beer", "wine", "chocolate", "rice", "movies", "games",
        "photosynthesis", "evolution", "climate change", "the moon landing", "Shakespeare", "Einstein", "Mozart",
        "the Roman empire", "the weather", "the stock market", "democracy", "algebra", "geometry", "poetry", "fashion",
    ];
}
