using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;

namespace LlamaOrch.Hosting.Remotes;

/// <summary>
/// The one definition of what it means that the other side failed: every caller of a node, an engine or the control
/// plane catches by it, so that no failure of a network or of somebody else's program ends a part of ours.
/// </summary>
public static class RemoteFailure
{
    /// <summary>
    /// Whether an exception says that the other side could not be reached, broke off or was too slow.
    /// </summary>
    /// <remarks>
    /// .NET wraps most failures of a connection in <see cref="HttpRequestException"/>, but not all: a connection that
    /// is reset right after it was made throws a bare <see cref="SocketException"/>, one that was disposed by somebody
    /// else an <see cref="ObjectDisposedException"/>. A timeout of <see cref="HttpClient"/> is an
    /// <see cref="OperationCanceledException"/>.
    /// </remarks>
    /// <param name="failure">What was caught.</param>
    /// <param name="cancellationToken">
    /// The caller's own token. Once it is canceled nothing counts as the other side's failure: an aborted call fails
    /// in many ways.
    /// </param>
    public static bool Is(Exception failure, CancellationToken cancellationToken = default) =>
        !cancellationToken.IsCancellationRequested
        && failure is HttpRequestException or IOException or SocketException or AuthenticationException
            or OperationCanceledException or TimeoutException or ObjectDisposedException;

    /// <summary>
    /// Whether an exception says that the other side answered, but with something that can't be read: no JSON, another
    /// shape, an unknown character set or content type.
    /// </summary>
    public static bool IsUnreadable(Exception failure) =>
        failure is JsonException or InvalidDataException or NotSupportedException or FormatException
            or InvalidOperationException and not ObjectDisposedException;

    /// <summary>Whether the other side failed in either way: it could not be reached, or talks nonsense.</summary>
    /// <param name="failure">What was caught.</param>
    /// <param name="cancellationToken">The caller's own token, see <see cref="Is"/>.</param>
    public static bool IsAny(Exception failure, CancellationToken cancellationToken = default) =>
        Is(failure, cancellationToken) || (!cancellationToken.IsCancellationRequested && IsUnreadable(failure));
}
