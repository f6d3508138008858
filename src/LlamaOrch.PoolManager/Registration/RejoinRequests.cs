namespace LlamaOrch.PoolManager.Registration;

/// <summary>Where the control plane's wish to hear from this node meets whoever reports to it.</summary>
internal sealed class RejoinRequests
{
    /// <summary>The control plane wants a report now.</summary>
    public event Action? Asked;

    /// <summary>Passes the request on; false when this node reports to nobody.</summary>
    public bool Ask()
    {
        Action? listeners = Asked;
        listeners?.Invoke();
        return listeners is not null;
    }
}
