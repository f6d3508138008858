using System.Globalization;
using System.Net;

namespace LlamaOrch.Hosting.Startup;

/// <summary>
/// Where a daemon listens, from text such as <c>127.0.0.1:8080</c>, <c>localhost:0</c> or <c>[::1]:9200</c>.
/// </summary>
/// <param name="Address">The IP address.</param>
/// <param name="Port">0 to 65535; 0 lets the system choose.</param>
public readonly record struct BindAddress(IPAddress Address, int Port)
{
    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Parses text that a validator has accepted.</summary>
    /// <exception cref="FormatException">It is not an address.</exception>
    public static BindAddress Parse(string text) =>
        TryParse(text, out BindAddress address) ? address : throw new FormatException($"'{text}' is not IP:PORT.");

    /// <summary>
    /// Parses host and port; host names other than <c>localhost</c> are refused, they may mean two addresses.
    /// </summary>
    public static bool TryParse(string? text, out BindAddress address)
    {
        address = default;
        int colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, null, out ushort port))
            return false;

        ReadOnlySpan<char> host = text.AsSpan(0, colon);
        bool bracketed = host is ['[', .., ']'];
        if (bracketed)
            host = host[1..^1];
        else if (host.Contains(':'))
            return false;

        if (host is "localhost")
            address = new BindAddress(IPAddress.Loopback, port);
        else if (host is "*")
            address = new BindAddress(IPAddress.Any, port);
        else if (IPAddress.TryParse(host, out IPAddress? ip))
            address = new BindAddress(ip, port);
        return address.Address is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
