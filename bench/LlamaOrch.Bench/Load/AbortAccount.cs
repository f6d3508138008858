using System.Diagnostics;
using HdrHistogram;

namespace LlamaOrch.Bench.Load;

/// <summary>How long the engine went on for clients that had gone.</summary>
/// <param name="Latency">From the client's close to the engine's notice, microseconds.</param>
/// <param name="Missing">Aborts that the engine had not noticed after two seconds.</param>
internal sealed record AbortAccount(LongHistogram Latency, long Missing)
{
    private const long MicrosMax = 60_000_000;
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(2);

    /// <summary>Asks the stub until it knows each abort, or for two seconds.</summary>
    public static async Task<AbortAccount> FromStubAsync(
        Uri stub, IReadOnlyCollection<(long Id, long At)> aborts, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        var seen = new Dictionary<long, long>();
        long deadline = Stopwatch.GetTimestamp() + (long)(WaitMax.TotalSeconds * Stopwatch.Frequency);
        while (true)
        {
            string text = await http.GetStringAsync(new Uri(stub, "/aborts"), cancellationToken);
            foreach (string line in text.Split('\n'))
            {
                int space = line.IndexOf(' ');
                if (space > 0)
                    seen[long.Parse(line[..space])] = long.Parse(line[(space + 1)..]);
            }

            if (aborts.All(abort => seen.ContainsKey(abort.Id)) || Stopwatch.GetTimestamp() > deadline)
                return Match(aborts, seen);
            await Task.Delay(100, cancellationToken);
        }
    }

    private static AbortAccount Match(IReadOnlyCollection<(long Id, long At)> aborts, Dictionary<long, long> seen)
    {
        var latency = new LongHistogram(1, MicrosMax, 3);
        long missing = 0;
        foreach ((long id, long at) in aborts)
        {
            if (seen.TryGetValue(id, out long noticed))
                latency.RecordValue(Math.Clamp((noticed - at) * 1_000_000 / Stopwatch.Frequency, 1, MicrosMax));
            else
                missing++;
        }

        return new AbortAccount(latency, missing);
    }
}
