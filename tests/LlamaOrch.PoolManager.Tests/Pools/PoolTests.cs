using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Pools;
using Microsoft.Extensions.Time.Testing;

namespace LlamaOrch.PoolManager.Tests.Pools;

[Trait("lane", "unit")]
public sealed class PoolTests
{
    private static readonly EngineProbe Healthy = new(
        EngineHealth.Ok, new EngineProperties(new ModelId("m"), 3, 512, "1"));

    private readonly FakeTimeProvider time = new();
    private readonly Pool pool;
    private int changes;

    public PoolTests() => pool = new Pool(new PoolId("p"), spec: null, time, () => changes++);

    [Fact]
    public void A_new_pool_is_offline_and_has_no_slots()
    {
        Assert.Equal(PoolState.Offline, pool.Status.State);
        Assert.Equal(0, pool.Slots.Total);
    }

    [Fact]
    public void A_starting_pool_is_initializing()
    {
        pool.Starting();

        Assert.Equal(PoolState.Initializing, pool.Status.State);
    }

    [Fact]
    public void An_attached_pool_is_ready_only_once_its_engine_answers()
    {
        EngineAttachment engine = Engine();
        pool.Attach(engine);
        Assert.Equal(PoolState.Initializing, pool.Status.State);
        pool.Observed(engine, new EngineProbe(EngineHealth.Loading, Sentence: "loads"));
        Assert.Equal(PoolState.Initializing, pool.Status.State);
        pool.Observed(engine, Healthy);

        Assert.True(pool.Status.Ready);
        Assert.Equal(3, pool.Slots.Total);
        Assert.Null(pool.Status.LastError);
    }

    [Fact]
    public void A_ready_pool_whose_engine_is_down_is_offline_and_says_why()
    {
        EngineAttachment engine = Ready();
        pool.Observed(engine, new EngineProbe(EngineHealth.Down, Sentence: "gone"));

        Assert.Equal(PoolState.Offline, pool.Status.State);
        Assert.Equal("gone", pool.Status.LastError);
    }

    [Fact]
    public void An_answer_of_an_earlier_engine_changes_nothing()
    {
        EngineAttachment earlier = Ready();
        pool.Attach(Engine("http://127.0.0.1:2"));
        pool.Observed(earlier, Healthy);

        Assert.Equal(PoolState.Initializing, pool.Status.State);
    }

    [Fact]
    public void Attaching_what_is_attached_already_keeps_it_ready()
    {
        Ready();
        int before = changes;
        pool.Attach(Engine());

        Assert.True(pool.Status.Ready);
        Assert.Equal(before, changes);
    }

    [Fact]
    public void A_detached_pool_is_offline() => Assert.Equal(PoolState.Offline, After(() => pool.Detach("why")).State);

    [Fact]
    public void A_draining_pool_is_not_ready_until_resumed()
    {
        Assert.Equal(PoolState.Draining, After(pool.Drain).State);
        pool.Resume();

        Assert.True(pool.Status.Ready);
    }

    [Fact]
    public void A_failed_pool_says_why_until_it_is_attached_again()
    {
        pool.Fail("no such file");
        Assert.Equal(PoolState.Failed, pool.Status.State);
        Assert.Equal("no such file", pool.Status.LastError);

        Ready();
        Assert.True(pool.Status.Ready);
    }

    [Fact]
    public void Changes_are_told_once_each_and_repetitions_not_at_all()
    {
        EngineAttachment engine = Ready();
        int before = changes;
        pool.Observed(engine, Healthy with { KvUse = 0.5 });
        Assert.Equal(before, changes);
        pool.Drain();

        Assert.Equal(before + 1, changes);
        Assert.Equal(0.5, pool.KvUse);
    }

    [Fact]
    public void Silence_is_counted_from_the_first_answer_missed_until_the_next_one()
    {
        EngineAttachment engine = Ready();
        pool.Unanswered(engine);
        time.Advance(TimeSpan.FromSeconds(3));
        pool.Observed(engine, new EngineProbe(EngineHealth.Silent, Sentence: "silent"));
        Assert.Equal(TimeSpan.FromSeconds(3), pool.SilentFor);

        pool.Observed(engine, Healthy);
        Assert.Null(pool.SilentFor);
    }

    private PoolStatus After(Action act)
    {
        Ready();
        act();
        return pool.Status;
    }

    private EngineAttachment Ready()
    {
        EngineAttachment engine = Engine();
        pool.Attach(engine);
        pool.Observed(pool.Status.Attachment!, Healthy);
        return pool.Status.Attachment!;
    }

    private static EngineAttachment Engine(string url = "http://127.0.0.1:1") => new(new HandoffFile
    {
        PoolId = new PoolId("p"),
        Engine = "llamacpp",
        Url = new Uri(url),
    });
}
