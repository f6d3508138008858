using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Placement.Affinity;

/// <summary>
/// On which pool each session ran last; bounded, the one that ran longest ago goes first. An engine keeps a session's
/// KV cache in the slot that it ran in until another task gets that slot, so with every other grant of the pool one
/// slot's worth of it is likely to be gone.
/// </summary>
internal sealed class SessionMemory(int sessionsMax)
{
    /// <summary>How many sessions of a model are remembered.</summary>
    public const int SessionsMax = 8192;

    private readonly Dictionary<SessionId, LinkedListNode<Turn>> turns = [];
    private readonly LinkedList<Turn> order = new();

    /// <summary>How many sessions are remembered now.</summary>
    public int Count => turns.Count;

    /// <summary>The session runs on a pool, whose grants count this one already.</summary>
    public void Granted(SessionId session, PoolHistory pool)
    {
        if (turns.TryGetValue(session, out LinkedListNode<Turn>? node))
        {
            order.Remove(node);
            node.Value = new Turn(session, pool, pool.Grants);
        }
        else
        {
            if (turns.Count >= sessionsMax)
            {
                // The node of the oldest serves the newest.
                node = order.First!;
                order.RemoveFirst();
                turns.Remove(node.Value.Session);
                node.Value = new Turn(session, pool, pool.Grants);
            }
            else
            {
                node = new LinkedListNode<Turn>(new Turn(session, pool, pool.Grants));
            }

            turns.Add(session, node);
        }

        order.AddLast(node);
    }

    /// <summary>The pool that the session ran on last, null when that is not known.</summary>
    public PoolHistory? PoolOf(SessionId session) =>
        turns.TryGetValue(session, out LinkedListNode<Turn>? node) ? node.Value.Pool : null;

    /// <summary>How much of the session's KV cache that pool is likely to have still, 0 to 1.</summary>
    public double Warmth(SessionId session, int slots)
    {
        if (slots == 0 || !turns.TryGetValue(session, out LinkedListNode<Turn>? node))
            return 0;
        long othersSince = node.Value.Pool.Grants - node.Value.GrantsThen;
        return Math.Max(0, 1 - ((double)othersSince / slots));
    }

    private readonly record struct Turn(SessionId Session, PoolHistory Pool, long GrantsThen);
}
