using System.Security.Cryptography;
using System.Text;
using LlamaOrch.Hosting.Security;
using LlamaOrch.TestKit.Files;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Security;

[Trait("lane", "unit")]
public sealed class ApiKeyFileTests
{
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("secret")));

    [Fact]
    public void A_key_has_a_name_a_role_and_limits()
    {
        ApiKey key = Assert.Single(Parse($$"""
            {"keys":[{"name":"alice","sha256":"{{Hash.ToUpperInvariant()}}","role":"client",
              "requests_per_minute":60,"tasks_max":4,"tokens_per_day":1000}, // comments are fine
            ]}
            """));

        Assert.Equal(("alice", ApiRole.Client), (key.Name, key.Role));
        Assert.Equal((60, 4, 1000L), (key.RequestsPerMinute, key.TasksMax, key.TokensPerDay));
        Assert.Equal(TokenVerdict.Accepted, ApiTokens.Parse(null, key).Check("Bearer secret", out ApiKey? caller));
        Assert.Same(key, caller);
    }

    [Fact]
    public void Every_problem_is_said_at_once()
    {
        InvalidDataException invalid = Assert.Throws<InvalidDataException>(() => Parse($$"""
            {"keys":[{"name":"a b","sha256":"12","role":"boss","tasks_max":0},null,
                     {"name":"x","sha256":"{{Hash}}","role":"node"},{"name":"x","sha256":"{{Hash}}","role":"node"}]}
            """));

        Assert.All(
            ["keys[0].name", "keys[0].sha256", "keys[0].role", "keys[0].tasks_max", "keys[1]", "name: 'x'", "sha256: "],
            problem => Assert.Contains(problem, invalid.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":[{"name":"a","sha256":"x","role":"client","token_per_day":1}]}""")]
    public void What_is_no_key_file_is_said(string text)
    {
        using var folder = new TemporaryDirectory();
        string file = folder.File("keys.json");
        File.WriteAllText(file, text);

        InvalidDataException invalid = Assert.Throws<InvalidDataException>(() => ApiKeyFile.Read(file));

        Assert.Contains(file, invalid.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said() =>
        Assert.Throws<InvalidDataException>(() => ApiKeyFile.Read("/nowhere/keys.json"));

    [Fact]
    public void Keys_are_replaced_and_tokens_of_the_environment_stay()
    {
        ApiKey key = Parse($$"""{"keys":[{"name":"a","sha256":"{{Hash}}","role":"client"}]}""")[0];
        ApiTokens tokens = ApiTokens.Parse("token", key);

        tokens.Replace([]);

        Assert.Equal(TokenVerdict.Bad, tokens.Check("Bearer secret"));
        Assert.Equal(TokenVerdict.Accepted, tokens.Check("Bearer token", out ApiKey? caller));
        Assert.Equal(ApiRole.Admin, caller!.Role);
    }

    private static IReadOnlyList<ApiKey> Parse(string json) => ApiKeyFile.Parse(Encoding.UTF8.GetBytes(json));
}
