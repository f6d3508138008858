using LlamaOrch.Tools.TinyModel.Data.World;

namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>Poems of four lines about an inhabitant.</summary>
public sealed class Rhymes : IDialogue
{
    private static readonly string[] Requests =
    [
        "[Write|Tell me|Please write|Write me|Give me|Read me] a [|short |little ]poem about {a:hero}.",
        "[Write|Tell me] a [poem|rhyme|song|haiku|verse] about [the {hero}|{plural}|{name}].",
        "Sing a song about {a:hero}.", "[A poem|A song] about {a:hero}, please.",
        "[Can|Could] you write a poem[| about {a:hero}]?", "Write a [poem|haiku|song|rhyme].", "Sing a song.",
    ];

    private static readonly string[] Verses =
    [
        "The {hero} went out to see the day,\nand all {his} friends came out to play.\n",
        "The {hero} sat down to watch the sky,\nand saw a little cloud go by.\n",
        "The {hero} looked up and saw the moon,\nand sang a very quiet tune.\n",
        "Good morning, {hero}, the sun is here,\nthe water of the lake is clear.\n",
        "Oh little {hero}, so kind and small,\nyou are the best friend of us all.\n",
        "The {hero} has walked a long, long way,\nto say hello to you today.\n",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Compose(SeededRandom random)
    {
        Hero hero = random.Pick(Heroes.All);
        Dictionary<string, string> slots = new()
        {
            ["hero"] = hero.Kind,
            ["plural"] = hero.Plural,
            ["name"] = hero.Name,
            ["his"] = hero.Female ? "her" : "his",
        };
        string first = random.Pick(Verses);
        string poem = Template.Expand(random, first, slots) + "\n" +
            Template.Expand(random, random.PickOther(Verses, first), slots);
        return [new Exchange(Template.Expand(random, random.Pick(Requests), slots), poem)];
    }
}
