using System.CommandLine;
using System.Net;

namespace LlamaOrch.Bench.Wire;

/// <summary>A server's URL: plain HTTP and an IP address, so that no name is resolved while measuring.</summary>
internal sealed class UrlOption : Option<Uri?>
{
    public UrlOption(string name)
        : base(name) => CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out Uri? url)
                && url.Scheme == Uri.UriSchemeHttp && IPAddress.TryParse(url.Host, out _))
                return url;
            result.AddError($"{name} must be http://IP:PORT.");
            return null;
        };
}
