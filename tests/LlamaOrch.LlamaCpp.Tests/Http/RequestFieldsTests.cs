using System.Text.Json;
using LlamaOrch.LlamaCpp.Http;
using LlamaOrch.LlamaCpp.Http.Requests;

namespace LlamaOrch.LlamaCpp.Tests.Http;

[Trait("lane", "unit")]
public sealed class RequestFieldsTests
{
    [Fact]
    public void Absent_and_null_fields_give_the_default()
    {
        RequestFields fields = Fields("""{"a":null}""");
        Assert.Equal(7, fields.Whole("a", 7, 0, 9));
        Assert.Equal(0.5f, fields.Number("b", 0.5f, 0, 1));
        Assert.True(fields.Flag("c", true));
        Assert.Null(fields.Text("a"));
    }

    [Theory]
    [InlineData("""{"x":"5"}""")]
    [InlineData("""{"x":1.5}""")]
    [InlineData("""{"x":10}""")]
    [InlineData("""{"x":-1}""")]
    [InlineData("""{"x":99999999999999999999}""")]
    [InlineData("""{"x":[]}""")]
    public void Wrong_whole_number_names_field_and_bounds(string json)
    {
        var refusal = Assert.Throws<ApiException>(() => Fields(json).Whole("x", 0, 0, 9));
        Assert.Equal(400, refusal.Error.Status);
        Assert.Equal("'x' must be a whole number from 0 to 9", refusal.Error.Message);
    }

    [Theory]
    [InlineData("""{"x":true}""")]
    [InlineData("""{"x":1.01}""")]
    [InlineData("""{"x":1e999}""")]
    public void Wrong_number_is_refused(string json) =>
        Assert.Throws<ApiException>(() => Fields(json).Number("x", 0, 0, 1));

    [Fact]
    public void Number_is_no_flag() => Assert.Throws<ApiException>(() => Fields("""{"x":1}""").Flag("x", false));

    [Theory]
    [InlineData("""{"x":1}""")]
    [InlineData("""{"x":"\ud800"}""")]
    [InlineData("""{"x":"a\u0000b"}""")]
    public void Text_that_is_none_is_refused(string json) =>
        Assert.Throws<ApiException>(() => Fields(json).Text("x"));

    private static RequestFields Fields(string json) => new(JsonElement.Parse(json));
}
