using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Slots;

namespace LlamaOrch.PoolManager.Tests.Slots;

[Trait("lane", "unit")]
public sealed class SlotTableTests
{
    private readonly SlotTable table = new() { Total = 2 };

    [Fact]
    public void Take_with_a_free_slot_counts_it()
    {
        Assert.Null(table.Take(Lease("a"), 1));

        Assert.Equal(1, table.Free);
        Assert.Equal([Lease("a")], table.Active);
    }

    [Fact]
    public void Take_beyond_the_total_is_refused()
    {
        table.Take(Lease("a"), 1);
        table.Take(Lease("b"), 2);

        Assert.Equal(ErrorCode.ReplicaExhausted, table.Take(Lease("c"), 3));
        Assert.Equal(0, table.Free);
    }

    [Fact]
    public void A_lease_that_is_given_up_ends_its_request_and_keeps_its_slot_until_that_has_ended()
    {
        int ended = 0;
        table.Take(Lease("a"), 1, () => ended++);

        Assert.True(table.GiveUp(Lease("a")));
        Assert.False(table.GiveUp(Lease("b")));

        Assert.Equal((1, 1), (ended, table.Free));
        table.Release(Lease("a"));
        Assert.False(table.GiveUp(Lease("a")));
        Assert.Equal((1, 2), (ended, table.Free));
    }

    [Fact]
    public void Take_without_any_slot_is_refused() =>
        Assert.Equal(ErrorCode.ReplicaExhausted, new SlotTable().Take(Lease("a"), 1));

    [Fact]
    public void Take_of_an_active_lease_is_refused_even_with_a_higher_fence()
    {
        table.Take(Lease("a"), 1);

        Assert.Equal(ErrorCode.Conflict, table.Take(Lease("a"), 2));
        Assert.Equal(1, table.Free);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Take_of_an_ended_lease_with_no_higher_fence_is_refused(long fence)
    {
        table.Take(Lease("a"), 5);
        table.Release(Lease("a"));

        Assert.Equal(ErrorCode.Conflict, table.Take(Lease("a"), fence));
        Assert.Equal(2, table.Free);
    }

    [Fact]
    public void Take_of_an_ended_lease_with_a_higher_fence_is_taken()
    {
        table.Take(Lease("a"), 5);
        table.Release(Lease("a"));

        Assert.Null(table.Take(Lease("a"), 6));
    }

    [Fact]
    public void Release_of_an_unknown_lease_changes_nothing()
    {
        table.Take(Lease("a"), 1);
        table.Release(Lease("b"));

        Assert.Equal(1, table.Free);
    }

    [Fact]
    public void Free_after_shrinking_below_what_is_taken_is_zero()
    {
        table.Take(Lease("a"), 1);
        table.Take(Lease("b"), 2);
        table.Total = 1;

        Assert.Equal(0, table.Free);
        table.Release(Lease("a"));
        Assert.Equal(ErrorCode.ReplicaExhausted, table.Take(Lease("c"), 3));
    }

    [Fact]
    public void Ended_leases_beyond_the_bound_are_forgotten_oldest_first()
    {
        for (int index = 0; index <= SlotTable.EndedMax; index++)
        {
            Assert.Null(table.Take(Lease($"l{index}"), index));
            table.Release(Lease($"l{index}"));
        }

        Assert.Null(table.Take(Lease("l0"), 0));
        Assert.Equal(ErrorCode.Conflict, table.Take(Lease("l1"), 1));
    }

    [Fact]
    public void A_lease_ended_twice_is_remembered_by_its_later_fence()
    {
        table.Take(Lease("a"), 1);
        table.Release(Lease("a"));
        table.Take(Lease("a"), 2);
        table.Release(Lease("a"));
        for (int index = 0; index < SlotTable.EndedMax - 1; index++)
        {
            table.Take(Lease($"l{index}"), index);
            table.Release(Lease($"l{index}"));
        }

        Assert.Equal(ErrorCode.Conflict, table.Take(Lease("a"), 2));
    }

    [Fact]
    public void WhenIdle_without_leases_has_ended() => Assert.True(table.WhenIdleAsync().IsCompleted);

    [Fact]
    public async Task WhenIdle_ends_with_the_last_lease()
    {
        table.Take(Lease("a"), 1);
        table.Take(Lease("b"), 2);
        Task idle = table.WhenIdleAsync();

        table.Release(Lease("a"));
        Assert.False(idle.IsCompleted);
        table.Release(Lease("b"));
        await idle.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static LeaseId Lease(string id) => new(id);

    [Fact]
    public async Task A_request_that_is_ended_for_its_owner_keeps_its_slot_until_that_is_done()
    {
        SlotTable slots = new() { Total = 1 };
        var lease = new LeaseId("l1");
        Task? release = null;
        bool wasReleased = true;
        using var released = new ManualResetEventSlim();
        slots.Take(lease, 1, () =>
        {
            // Its own end races with this one: were it through already, the connection could serve another request.
            release = Task.Run(
                () =>
                {
                    slots.Release(lease);
                    released.Set();
                },
                TestContext.Current.CancellationToken);
            wasReleased = released.Wait(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
        });

        Assert.True(slots.GiveUp(lease));

        Assert.False(wasReleased);
        await release!;
        Assert.Equal(1, slots.Free);
    }
}
