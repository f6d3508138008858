using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>Looks at the certificate of an https address, whether or not it is trusted.</summary>
internal static class CertificateProbe
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(3);

    /// <summary>Connects and looks; every failure is part of the answer.</summary>
    public static async Task<SeenCertificate> LookAsync(Uri address, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(AnswerMax);
        DateTimeOffset? end = null;
        string? problem = null;
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(address.Host, address.Port, late.Token);
            await using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false);
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = address.Host,
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                {
                    end = certificate is X509Certificate2 shown ? shown.NotAfter.ToUniversalTime() : null;
                    problem = ProblemOf(errors, chain);
                    return errors == SslPolicyErrors.None;
                },
            };
            await tls.AuthenticateAsClientAsync(options, late.Token);
        }
        catch (Exception failure) when (failure is SocketException or IOException or AuthenticationException)
        {
            problem ??= failure.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            problem ??= $"no answer within {AnswerMax.TotalSeconds:0} s.";
        }

        return new SeenCertificate(address, end, problem);
    }

    private static string? ProblemOf(SslPolicyErrors errors, X509Chain? chain)
    {
        if (errors == SslPolicyErrors.None)
            return null;
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return "it is made out to another name.";
        return chain?.ChainStatus is [{ StatusInformation: string said }, ..] ? said : $"{errors}.";
    }
}
