using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Placement;

namespace LlamaOrch.Bench.Placement;

/// <summary>A kind of task, by what it wants of its pool.</summary>
/// <param name="Name">Its name in the results.</param>
/// <param name="Wish">The wish of a task with a number.</param>
internal sealed record PlacementScenario(string Name, Func<int, PlacementRequest> Wish)
{
    private const int SessionsAtATime = 1000;

    private static readonly PlacementRequest Plain = new() { Model = new ModelId(PlacementFleet.Model) };

    /// <summary>All of them.</summary>
    /// <param name="pools">How many pools there are.</param>
    public static IReadOnlyList<PlacementScenario> All(int pools)
    {
        PoolId[] many = [.. Enumerable.Range(0, 64).Select(number => PlacementFleet.PoolOf(number * 37 % pools))];
        PlacementRequest[] sessions =
        [
            .. Enumerable.Range(0, SessionsAtATime)
                .Select(number => Plain with { Session = new SessionId($"session-{number}") }),
        ];
        PlacementRequest[] prompts =
        [
            .. Enumerable.Range(0, SessionsAtATime)
                .Select(number => Plain with { PromptBlocks = [.. Enumerable.Range(1, 8)
                    .Select(block => (ulong)((block < 4 ? 0 : number * 100) + block))] }),
        ];
        PlacementRequest context = Plain with { ContextTokens = 8000 };
        PlacementRequest pin = Plain with { Preferences = Wants(pin: many[0]) };
        PlacementRequest prefer = Plain with { Preferences = Wants(prefer: many) };
        PlacementRequest avoid = Plain with { Preferences = Wants(avoid: many) };
        PlacementRequest failed = Plain with { Failed = many[..4] };
        return
        [
            new("plain", _ => Plain),
            new("context", _ => context),
            new("session", number => sessions[number % SessionsAtATime]),
            new("prefix", number => prompts[number % SessionsAtATime]),
            new("pin", _ => pin),
            new("prefer-64", _ => prefer),
            new("avoid-64", _ => avoid),
            new("failed-4", _ => failed),
        ];
    }

    private static PlacementPreferences Wants(PoolId? pin = null, PoolId[]? prefer = null, PoolId[]? avoid = null) =>
        new(pin, prefer ?? [], avoid ?? [], null, AllowFallback: true);
}
