using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Security;

/// <summary>
/// Told of each refused caller, so that a daemon can count it; sees nothing that the caller could forge into a label.
/// </summary>
public interface IUnauthorizedObserver
{
    /// <summary>A request was refused with 401.</summary>
    void OnUnauthorized(HttpRequest request);
}
