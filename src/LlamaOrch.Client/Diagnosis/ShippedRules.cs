using System.Text.Json;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>The alert rules and the metrics contract of this version, as the product's repository has them.</summary>
internal static class ShippedRules
{
    /// <summary>The alerts.</summary>
    public static AlertRules Alerts { get; } = AlertRules.Parse(Read("cloud_profile.yml"));

    /// <summary>The metrics.</summary>
    public static IReadOnlyList<ContractedMetric> Metrics { get; } = ReadContract(Read("contract.json"));

    /// <summary>Reads the contract; what both daemons expose is in the result once for each.</summary>
    internal static IReadOnlyList<ContractedMetric> ReadContract(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return
        [
            .. from metric in document.RootElement.GetProperty("metrics").EnumerateArray()
               from daemon in metric.GetProperty("daemons").EnumerateArray()
               select new ContractedMetric(
                   metric.GetProperty("name").GetString()!,
                   daemon.GetString() == "pool-managerd",
                   metric.GetProperty("budget").TryGetProperty("per", out JsonElement per)
                       && per.GetString() == "node"),
        ];
    }

    private static string Read(string file)
    {
        using Stream resource = typeof(ShippedRules).Assembly.GetManifestResourceStream(file)
            ?? throw new FileNotFoundException("It is built into this library.", file);
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
