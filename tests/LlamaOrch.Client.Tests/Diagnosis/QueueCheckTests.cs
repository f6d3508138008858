using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class QueueCheckTests
{
    private const string Depth = "queue_depth{model_id=\"tiny\",priority=\"interactive\"}";
    private const string Oldest = "queue_oldest_age_seconds{model_id=\"tiny\",priority=\"interactive\"}";
    private const string Started = "tasks_started_total{pool_id=\"n1-p0\"}";
    private const string Tokens = "tokens_out_total{pool_id=\"n1-p0\"}";

    private readonly QueueCheck check = new();

    [Fact]
    public void A_queue_in_which_nothing_begins_for_long_is_stuck() => check.Finds(
        Waiting($"{Depth} 3", $"{Oldest} 31"), "queue-stuck", Severity.Error, Model, "3 tasks wait");

    [Fact]
    public void A_queue_that_moves_is_well()
    {
        check.FindsNothingIn(Well());
        check.FindsNothingIn(Waiting($"{Depth} 3", $"{Oldest} 31", $"{Started} 1"));
        check.FindsNothingIn(Waiting($"{Depth} 3", $"{Oldest} 31", $"{Tokens} 1"));
        check.FindsNothingIn(Waiting($"{Depth} 3", $"{Oldest} 29"));
    }

    [Fact]
    public void A_queue_without_a_ready_pool_is_an_error() => check.Finds(
        Waiting($"{Depth} 3") with { Pools = [Pool("n1-p0") with { Ready = false }] },
        "queue-without-pool", Severity.Error, Model, "no pool of it is ready");

    [Theory]
    [InlineData("queue_capacity{model_id=\"tiny\"} 4")]
    [InlineData("something_else 1", 9)]
    public void A_queue_that_is_nearly_full_is_found_by_its_capacity(string capacity, int depth = 4) => check.Finds(
        Waiting($"{Depth} {depth}", capacity), "queue-full", Severity.Warning, Model, $"has {depth} of");

    private static FleetPicture Waiting(params string[] after) =>
        Well().With(after) with { Before = Page($"{Depth} 1") };
}
