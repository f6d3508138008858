using System.Text.Json;
using LlamaOrch.LlamaCpp.Tests.Fixtures;

namespace LlamaOrch.LlamaCpp.Tests.Http;

[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class TokenTests(EngineFixture fixture)
{
    private RunningEngine Engine => fixture.Engine;

    [Fact]
    public async Task Text_survives_the_way_to_tokens_and_back()
    {
        JsonElement tokens = await Engine.AskAsync("/tokenize", """{"content":"Grüße 😀<|im_end|>"}""");
        JsonElement text = await Engine.AskAsync("/detokenize", tokens.GetRawText());
        Assert.Equal("Grüße 😀<|im_end|>", text.GetProperty("content").GetString());
        Assert.Equal(TestModel.MessageEnd, tokens.GetProperty("tokens").EnumerateArray().Last().GetInt32());
    }

    [Fact]
    public async Task Special_tokens_are_text_where_asked()
    {
        JsonElement tokens = await Engine.AskAsync("/tokenize", """{"content":"<|im_end|>","parse_special":false}""");
        Assert.Equal("<|im_end|>".Length, tokens.GetProperty("tokens").GetArrayLength());
    }

    [Fact]
    public async Task Piece_that_is_part_of_a_character_is_given_as_bytes()
    {
        JsonElement answer = await Engine.AskAsync("/tokenize", """{"content":"aé","with_pieces":true}""");
        JsonElement tokens = answer.GetProperty("tokens");
        Assert.Equal("a", tokens[0].GetProperty("piece").GetString());
        Assert.Equal(0xC3, tokens[1].GetProperty("piece")[0].GetInt32());
    }

    [Fact]
    public async Task Template_is_applied()
    {
        JsonElement answer = await Engine.AskAsync(
            "/apply-template",
            """{"messages":[{"role":"system","content":"S"},{"role":"user","content":"U"}]}""");
        Assert.Equal(
            "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n",
            answer.GetProperty("prompt").GetString());
    }
}
