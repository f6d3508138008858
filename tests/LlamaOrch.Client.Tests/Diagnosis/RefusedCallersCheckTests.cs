using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class RefusedCallersCheckTests
{
    private const string Registrations = "orchd_node_registrations_total{outcome=\"unauthorized\"}";

    private readonly RefusedCallersCheck check = new();

    [Fact]
    public void A_node_that_is_refused_now_is_an_error_and_one_of_the_past_a_note()
    {
        FleetPicture past = Well().With($"{Registrations} 3") with { Before = Page($"{Registrations} 3") };

        check.Finds(
            Well().With($"{Registrations} 3"), "node-token-refused", Severity.Error, null, "3 times within 6 s");
        check.Finds(past, "node-token-refused", Severity.Info, null, "refused 3 registrations");
    }

    [Fact]
    public void A_registration_that_succeeds_is_no_refusal() =>
        check.FindsNothingIn(Well().With("orchd_node_registrations_total{outcome=\"success\"} 3"));

    [Fact]
    public void Clients_that_are_refused_now_are_a_warning() => check.Finds(
        Well().With("auth_failures_total{reason=\"BAD_TOKEN\"} 2"),
        "caller-token-refused", Severity.Warning, null, "2 calls");
}
