using System.Net;
using System.Net.Sockets;
using System.Text;
using LlamaOrch.Cluster.Tests.Fleet;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Operations;

/// <summary>Commands against what is there and is no control plane that answers.</summary>
[Trait("lane", "cluster")]
public sealed class UnreachableTests
{
    private static readonly string[][] Commands =
    [
        ["nodes"], ["pools"], ["models"], ["tasks"], ["tasks", "show", "t"], ["tasks", "cancel", "t"], ["why", "t"],
        ["top", "--once"], ["top", "--json"], ["chat", "hello"], ["doctor"],
    ];

    public static TheoryData<string?, string> Answers => new()
    {
        { null, "no answer within 10 s" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nContent-Type: text/html\r\n\r\n<html></html>", "not one of" },
        { "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nContent-Type: application/json\r\n\r\n[", "" },
        { "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n1\r\n[\r\n", "" },
        { "SSH-2.0-OpenSSH_9.2\r\n", "" },
    };

    [Theory]
    [MemberData(nameof(Answers), DisableDiscoveryEnumeration = true)]
    public async Task Every_command_ends_with_its_listed_code_and_the_reason(string? answer, string reason)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Task serving = ServeAsync(server, answer);
        string url = $"http://{server.LocalEndpoint}";

        CommandRun[] runs = await Task.WhenAll(Commands.Select(command =>
            CommandRun.OfAsync(new Dictionary<string, string?>(), [.. command, "--url", url])));

        foreach ((string[] command, CommandRun run) in Commands.Zip(runs))
        {
            int expected = command[0] == "doctor" ? 3 : 21;
            Assert.True(expected == run.ExitCode, $"{command[0]}: {run.ExitCode}, {run.Errors}");
            Assert.Contains("No orchestratord answers at", run.Errors, StringComparison.Ordinal);
            Assert.Contains(reason, run.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        }

        server.Stop();
        await serving;
    }

    [Fact]
    public async Task Top_keeps_its_picture_of_a_control_plane_that_hangs_and_says_why()
    {
        await using TestFleet fleet = await TestFleet.StartAsync();
        await using var terminal = PseudoTerminal.Start(100, 24, $"top --url {fleet.Url}");
        await terminal.ShowsAsync("0/0 nodes online");

        fleet.ControlPlane.Pause();
        await terminal.ShowsAsync("No answer from the control plane");
        await terminal.TypeAsync("q");

        Assert.Equal(0, await terminal.ExitCodeAsync());
        fleet.ControlPlane.Resume();
    }

    [Fact]
    public async Task The_url_comes_from_the_environment_unless_it_is_given()
    {
        await using TestFleet fleet = await TestFleet.StartAsync();
        var environment = new Dictionary<string, string?> { ["LLORCH_URL"] = $"{fleet.Url}v1/" };

        Assert.Equal(0, (await CommandRun.OfAsync(environment, "nodes")).ExitCode);
        Assert.Equal(0, (await CommandRun.OfAsync(environment, "top", "--json")).ExitCode);
        Assert.Equal(21, (await CommandRun.OfAsync(environment, "nodes", "--url", "http://127.0.0.1:1")).ExitCode);
        environment["LLORCH_URL"] = "fleet.example";
        CommandRun bad = await CommandRun.OfAsync(environment, "nodes");
        Assert.Equal(2, bad.ExitCode);
        Assert.Contains("LLORCH_URL", bad.Errors, StringComparison.Ordinal);
    }

    /// <summary>Takes every connection, and says the same to each; null says nothing.</summary>
    private static async Task ServeAsync(TcpListener server, string? answer)
    {
        List<TcpClient> taken = [];
        try
        {
            while (true)
            {
                TcpClient client = await server.AcceptTcpClientAsync();
                taken.Add(client);
                if (answer is null)
                    continue;
                await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer));
                client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (SocketException)
        {
            // The test is over.
        }

        taken.ForEach(client => client.Dispose());
    }
}
