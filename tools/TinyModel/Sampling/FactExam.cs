using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.Tools.TinyModel.Data.World;

namespace LlamaOrch.Tools.TinyModel.Sampling;

/// <summary>Asks a model for every fact of the world, and for a story about everyone.</summary>
internal static class FactExam
{
    private static readonly SamplingParameters Greedy = new() { Temperature = 0 };

    /// <summary>Questions by kind with the number of right answers: the fact's own words must be in the answer.
    /// </summary>
    public static IEnumerable<(string Kind, int Right, int Asked)> Run(TextGenerator engine)
    {
        yield return Ask(engine, "Where does the {0} live?", hero => hero.Home);
        yield return Ask(engine, "What does the {0} eat?", hero => hero.Food);
        yield return Ask(engine, "What does the {0} like to do?", hero => hero.Hobby);
        yield return Ask(engine, "Who is the best friend of the {0}?", hero => hero.Friend);
        yield return Ask(engine, "What is the name of the {0}?", hero => hero.Name);
        yield return Ask(engine, "What color is the {0}?", hero => hero.Colour);
        yield return Ask(engine, "Tell me a story about {1}.", hero => hero.Kind);
    }

    private static (string Kind, int Right, int Asked) Ask(
        TextGenerator engine, string question, Func<Hero, string> fact)
    {
        int right = Heroes.All.Count(hero =>
        {
            string prompt = string.Format(question, hero.Kind, Data.Template.WithArticle(hero.Kind));
            Answer answer = engine.Generate([new ChatMessage("user", prompt)], Greedy, 300);
            return answer.Ended && answer.Text.Contains(" " + fact(hero), StringComparison.Ordinal);
        });
        return (string.Format(question, "…", "a …"), right, Heroes.All.Count);
    }
}
