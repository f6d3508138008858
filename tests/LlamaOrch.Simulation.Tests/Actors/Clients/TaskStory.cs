using LlamaOrch.Contracts.Ids;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.Invariants;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Clients;

/// <summary>
/// One task as its client lives it: sent until it is taken, sent again though it was, read from wherever the last
/// reader broke off, and perhaps canceled.
/// </summary>
internal sealed class TaskStory(
    SimulatedProcess client, Network network, Ask ask, SimulatedControlPlane control)
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(10);
    private readonly SeededRandom random = client.World.Random;
    private readonly TaskHistory history = control.History;

    private TaskId Id => ask.Request.TaskId;

    /// <summary>Lives it.</summary>
    public async Task RunAsync(TimeSpan patience)
    {
        if (!await SubmitAsync())
            return;
        client.World.Spawn(WatchAsync);
        if (random.Chance(0.1))
            client.World.Spawn(SubmitAgainAsync);
        if (patience > TimeSpan.FromMinutes(1))
            return;
        await client.SleepAsync(patience);
        for (int copies = random.Between(1, 2); copies > 0; copies--)
            client.World.Spawn(CancelAsync);
    }

    private async Task<bool> SubmitAsync()
    {
        for (int tries = random.Between(1, 5); tries > 0; tries--)
        {
            TaskAnswer? answer = await network.CallAsync(
                client, control, AnswerMax, () => control.SubmitAsync(ask));
            history.Answered(Id, answer);
            if (answer?.Phase is not null)
                return true;
            if (answer is not null && random.Chance(0.5))
                return false;
            await client.SleepAsync(random.Between(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(3)));
        }

        return false;
    }

    private async Task SubmitAgainAsync()
    {
        await client.SleepAsync(random.Between(TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        bool isOther = random.Chance(0.3);
        Ask again = isOther ? ask with { Body = "another" } : ask;
        TaskAnswer? answer = await network.CallAsync(
            client, control, AnswerMax, () => control.SubmitAsync(again));
        if (!isOther)
            history.Answered(Id, answer);
        else if (answer is not null && answer.Error != ErrorCode.Conflict)
            client.World.Break($"{Id} is taken, and another body under its id was answered with {answer}");
    }

    private async Task CancelAsync()
    {
        for (int tries = 0; tries < 20; tries++)
        {
            TaskAnswer? answer = await network.CallAsync(
                client, control, AnswerMax, () => control.CancelAsync(Id));
            history.Answered(Id, answer);
            if (answer?.Phase is not null)
                return;
            await client.SleepAsync(TimeSpan.FromSeconds(random.Between(1, 5)));
        }
    }

    private async Task WatchAsync()
    {
        var reader = new TaskReader(client.World, Id, history, () =>
        {
            if (ask.Request.SessionId is SessionId session)
                control.Budgets.TokenSeen(session, Id);
        });
        while (!reader.HasEnd)
        {
            ConnectionEnd? connection = await network.ConnectAsync(
                client, control, TimeSpan.FromSeconds(2), control.Accept);
            if (connection is not null)
            {
                connection.Send(new WatchRequest(Id, reader.LastId));
                if (random.Chance(0.2))
                    client.Post(random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(5)), connection.Cut);
                while (await connection.ReadAsync() is object piece && reader.Read(piece))
                    continue;
                connection.Reset();
            }

            await client.SleepAsync(random.Between(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(5)));
        }
    }
}
