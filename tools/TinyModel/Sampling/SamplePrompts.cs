namespace LlamaOrch.Tools.TinyModel.Sampling;

/// <summary>Fixed prompts, written before any model was trained, so that no sample is picked.</summary>
internal static class SamplePrompts
{
    /// <summary>The ten prompts of the model's card.</summary>
    public static IReadOnlyList<string> Card { get; } =
    [
        "Tell me a story about a fox.",
        "Write a short story about a brave mouse",
        "What does the owl eat?",
        "Where does the owl live?",
        "hello",
        "Who are you?",
        "Tell me a story about a dragon and a robot.",
        "Write a poem about a cat.",
        "What is a submarine?",
        "What do you know about bears?",
    ];

    /// <summary>Paraphrases, two subjects, new words, noise.</summary>
    public static IReadOnlyList<string> Wide { get; } =
    [
        "can you please tell a story about two friends, a bear and a bee?",
        "story about a penguin in the snow",
        "I'd love to hear about a lazy cat",
        "Tell me a story about a purple elephant.",
        "Tell me a story about a girl named Zoe who finds a treasure",
        "Write a story about a lost key.",
        "Tell me a bedtime story",
        "tell me about Rusty",
        "What is the dragon's favorite food?",
        "What food do foxes like?",
        "who is the best friend of the lion",
        "where do wolves live",
        "Where does Luna live?",
        "Is the frog green?",
        "What colour is the whale?",
        "Does the bear like honey?",
        "Does the bear eat pizza?",
        "Who lives on the farm?",
        "Which animal eats cheese?",
        "What can you do?",
        "Good morning!",
        "thanks!",
        "bye",
        "Tell me a joke",
        "2+2",
        "What is 7 plus 5?",
        "Count to ten",
        "What is the capital of Spain?",
        "Explain quantum computing in simple terms.",
        "Write a Python function that adds two numbers",
        "Tell me a story about a spaceship",
        "Where does the giraffe live?",
        "Erzähl mir eine Geschichte über einen Fuchs",
        "你好",
        "asdf qwer 1234 !!! {}",
        "Once upon a time",
        "?",
        "Write a long story about a turtle and a snail",
        "What do they eat in the Green Valley?",
        "Who is llama-orch?",
    ];
}
