using LlamaOrch.Tools.TinyModel.Data.World;

namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>Other languages and scripts are answered in English, that no more is to be had.</summary>
public sealed class OtherLanguages : IDialogue
{
    private const string Answer = "I only speak simple English. Ask me for a story about {a:hero}.";

    private static readonly string[] Prompts =
    [
        "Hallo, wie geht es dir?", "Erzähl mir eine Geschichte.", "Was ist das?", "Wer bist du?", "Guten Tag!",
        "Erzähl mir eine Geschichte über einen Bären.", "Wo wohnt die Eule?", "Schreibe ein Gedicht für mich.",
        "Was kannst du?", "Kannst du Deutsch?", "Bonjour, comment ça va?", "Raconte-moi une histoire.",
        "Qui es-tu?", "Qu'est-ce que c'est?", "Où habite le hibou?", "Écris un poème.", "Hola, ¿cómo estás?",
        "Cuéntame una historia.", "¿Quién eres?", "¿Dónde vive el búho?", "Ciao, come stai?",
        "Raccontami una storia.", "Chi sei?", "Olá, tudo bem?", "Conte uma história.", "Hej, hur mår du?",
        "Opowiedz mi bajkę.", "Привет, как дела?", "Расскажи мне сказку.", "Кто ты?", "你好，你是谁？",
        "给我讲一个故事。", "你会做什么？", "こんにちは", "お話をしてください。", "あなたは誰ですか？", "안녕하세요",
        "이야기를 해 주세요.", "مرحبا، كيف حالك؟", "नमस्ते", "Γεια σου, τι κάνεις;", "שלום",
    ];

    /// <inheritdoc/>
    public IReadOnlyList<Exchange> Compose(SeededRandom random)
    {
        Dictionary<string, string> slots = new() { ["hero"] = random.Pick(Heroes.All).Kind };
        return [new Exchange(random.Pick(Prompts), Template.Expand(random, Answer, slots))];
    }
}
