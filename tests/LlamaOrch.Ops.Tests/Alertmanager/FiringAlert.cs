namespace LlamaOrch.Ops.Tests.Alertmanager;

/// <summary>An alert as Alertmanager has it.</summary>
/// <param name="Labels">Its labels, the name among them.</param>
/// <param name="IsInhibited">Whether another one leaves it out.</param>
public sealed record FiringAlert(IReadOnlyDictionary<string, string> Labels, bool IsInhibited)
{
    /// <summary>Its name.</summary>
    public string Name => Labels["alertname"];

    /// <summary>Its labels as one text.</summary>
    public string Key => KeyOf(Labels);

    /// <summary>Whether somebody is woken for it.</summary>
    public bool IsTold => !IsInhibited && Labels.GetValueOrDefault("severity") == "critical";

    /// <summary>Whether it has a label with this value.</summary>
    public bool Has(string label, string value) => Labels.GetValueOrDefault(label) == value;

    /// <summary>Labels as one text.</summary>
    public static string KeyOf(IReadOnlyDictionary<string, string> labels) =>
        string.Join(' ', labels.OrderBy(label => label.Key, StringComparer.Ordinal)
            .Select(label => $"{label.Key}={label.Value}"));
}
