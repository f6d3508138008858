namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>Requests that name no single subject and that a tiny model cannot serve.</summary>
public static class HardRequests
{
    /// <summary>The requests, in a fixed order.</summary>
    public static IReadOnlyList<string> List { get; } =
    [
        "What is the capital of France?", "What is the capital of Germany?", "Why is the sky blue?",
        "What time is it?", "What day is it today?", "What is the meaning of life?", "Write a function in Python.",
        "Write a program that sorts a list.", "Translate this into French.", "Translate hello into German.",
        "What is 12 * 7?", "What is 25 times 4?", "Solve x + 3 = 10.", "How many people live on earth?",
        "How do I bake bread?", "How do I install Linux?", "What is the weather today?", "Who won the world cup?",
        "Summarize this text.", "Give me a recipe.", "Write an email to my boss.", "Write a haiku about code.",
        "How far is the moon?", "How tall is the highest mountain?", "What is the best language?",
        "Explain how computers work in one sentence.", "Explain the theory of relativity.", "Fix my code.",
        "Return a JSON object.", "Answer with yes or no.", "Repeat after me.", "What is the speed of light?",
        "Who is the president?", "When was the war?", "How do I learn to code?", "What should I eat today?",
        "Can you write code?", "Do you speak German?", "Speak French.", "What is the largest number?",
        "Should I buy a car?", "What happened yesterday?", "Give me advice.", "Tell me the news.",
        "What is the difference between a list and a tuple?", "How do plants grow?", "Why do we sleep?",
        "What is your opinion?", "How can I be happy?", "Where is my phone?", "List the planets.",
        "Name the months.", "What rhymes with orange?", "Spell a long word.", "Reply with OK.", "Say one word.",
        "Say this is a test.",
        "Write a sentence.", "Say something smart.",
    ];
}
