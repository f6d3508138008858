using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Hosting.Startup;
using Microsoft.AspNetCore.Builder;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Security;

[Trait("lane", "unit")]
public sealed class ApiTokensTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" , ,")]
    public void Without_a_token_configured_everybody_may_in(string? list)
    {
        var tokens = ApiTokens.Parse(list);

        Assert.False(tokens.AreRequired);
        Assert.Equal(TokenVerdict.Accepted, tokens.Check(null));
    }

    [Theory]
    [InlineData("Bearer one", TokenVerdict.Accepted)]
    [InlineData("bearer two", TokenVerdict.Accepted)]
    [InlineData("Bearer  two ", TokenVerdict.Accepted)]
    [InlineData("Bearer three", TokenVerdict.Bad)]
    [InlineData("Bearer on", TokenVerdict.Bad)]
    [InlineData("Bearer one,two", TokenVerdict.Bad)]
    [InlineData("Bearer ", TokenVerdict.Bad)]
    [InlineData("one", TokenVerdict.Bad)]
    [InlineData("", TokenVerdict.Missing)]
    [InlineData(null, TokenVerdict.Missing)]
    public void A_caller_needs_one_of_the_tokens(string? authorization, TokenVerdict verdict) =>
        Assert.Equal(verdict, ApiTokens.Parse("one, two").Check(authorization));

    [Fact]
    public void A_log_names_a_caller_by_six_digits_of_a_hash() =>
        Assert.Equal("token:2bb80d", ApiTokens.Identity("secret"));

    [Theory]
    [InlineData("0.0.0.0:8080")]
    [InlineData("*:8080")]
    [InlineData("[::]:8080")]
    [InlineData("192.168.1.5:8080")]
    public void An_open_address_without_a_token_is_refused(string address)
    {
        StartupException failure = Assert.Throws<StartupException>(() =>
            WebApplication.CreateSlimBuilder().ListenOn(BindAddress.Parse(address), ApiTokens.Parse(null), 1024));

        Assert.Equal(ExitCode.TokenRequired, failure.Code);
    }

    [Theory]
    [InlineData("127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("localhost:0", "127.0.0.1:0")]
    [InlineData("[::1]:9200", "[::1]:9200")]
    public void A_loopback_address_needs_none(string address, string shown)
    {
        WebApplication.CreateSlimBuilder().ListenOn(BindAddress.Parse(address), ApiTokens.Parse(null), 1024);

        Assert.Equal(shown, BindAddress.Parse(address).ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("8080")]
    [InlineData(":8080")]
    [InlineData("host:8080")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("::1:80")]
    public void What_is_no_address_is_refused(string? text) => Assert.False(BindAddress.TryParse(text, out _));
}
