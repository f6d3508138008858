using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using Xunit;

namespace LlamaOrch.Storage.Tests.Sessions;

/// <summary>What every store of sessions must do; a class for each store runs all of it.</summary>
[Trait("lane", "integration")]
public abstract class SessionStoreTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<IDisposable> opened = [];

    /// <summary>Opens the store of this test, again what it had before.</summary>
    protected abstract (ISessionStore Sessions, IDisposable Store) Open();

    [Fact]
    public async Task A_session_is_found_as_it_was_saved_last_over_restarts_too()
    {
        ISessionStore store = Restart();
        SessionState state = Session(TimeSpan.FromMinutes(10));
        await store.SaveAsync(new SessionId("s"), state, default);
        state = SessionDecisions.Take(state, new TurnWish(new TaskId("t"), 5, null), Start).State;
        await store.SaveAsync(new SessionId("s"), state, default);

        SessionState found = (await Restart().FindAsync(new SessionId("s"), default))!;

        Assert.Equal(state.Reserved, found.Reserved);
        Assert.Equal(1, found.Turns);
        Assert.Null(await Restart().FindAsync(new SessionId("other"), default));
    }

    [Fact]
    public async Task Expired_sessions_are_forgotten_a_bounded_number_at_a_time()
    {
        ISessionStore store = Restart();
        for (int number = 0; number < 5; number++)
            await store.SaveAsync(new SessionId($"old{number}"), Session(TimeSpan.FromMinutes(1)), default);
        await store.SaveAsync(new SessionId("young"), Session(TimeSpan.FromMinutes(3)), default);
        SessionState running = Session(TimeSpan.FromMinutes(1));
        running = SessionDecisions.Take(running, new TurnWish(new TaskId("t"), 5, null), Start).State;
        await store.SaveAsync(new SessionId("running"), running, default);

        DateTimeOffset now = Start + TimeSpan.FromMinutes(2);
        Assert.Equal(3, await store.DeleteExpiredAsync(now, 3, default));
        Assert.Equal(2, await store.DeleteExpiredAsync(now, 3, default));
        Assert.Equal(0, await store.DeleteExpiredAsync(now, 3, default));

        Assert.NotNull(await store.FindAsync(new SessionId("young"), default));
        Assert.NotNull(await store.FindAsync(new SessionId("running"), default));
    }

    [Fact]
    public async Task A_deleted_session_is_gone_and_deleting_it_again_is_fine()
    {
        ISessionStore store = Restart();
        await store.SaveAsync(new SessionId("s"), Session(TimeSpan.FromMinutes(1)), default);

        await store.DeleteAsync(new SessionId("s"), default);
        await store.DeleteAsync(new SessionId("s"), default);

        Assert.Null(await store.FindAsync(new SessionId("s"), default));
    }

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        Close();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static SessionState Session(TimeSpan ttl) => SessionState.Begin(
        new SessionLimits { Ttl = ttl, Budget = new(100, TimeSpan.FromSeconds(5), 7) }, Start);

    private ISessionStore Restart()
    {
        Close();
        (ISessionStore sessions, IDisposable store) = Open();
        opened.Add(store);
        return sessions;
    }

    private void Close()
    {
        foreach (IDisposable store in opened)
            store.Dispose();
        opened.Clear();
    }
}
