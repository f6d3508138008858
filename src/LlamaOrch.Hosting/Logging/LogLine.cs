using System.Globalization;
using LlamaOrch.Hosting.Correlation;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlamaOrch.Hosting.Logging;

/// <summary>One line on its way out: its parameters sorted into the schema's fields and others.</summary>
public sealed class LogLine
{
    private const string Template = "{OriginalFormat}";

    private readonly object?[] known = new object?[LogFields.All.Count];
    private readonly List<KeyValuePair<string, object>> others = [];
    private readonly List<string> inSentence = [];
    private readonly List<KeyValuePair<string, object?>> parameters = [];

    /// <summary>The sentence.</summary>
    public string Human { get; private set; } = string.Empty;

    /// <summary>Who speaks; the daemon that writes the line unless it passes on what another said.</summary>
    public string Component { get; set; } = string.Empty;

    /// <summary>The fields beside those of the schema.</summary>
    internal IReadOnlyList<KeyValuePair<string, object>> Others => others;

    /// <summary>The request that the line is about; null for none.</summary>
    internal string? CorrelationId => known[LogFields.CorrelationId.Place] as string;

    /// <summary>The value of one of <see cref="LogFields.All"/>; null where it does not apply.</summary>
    internal object? this[LogField field] => known[field.Place];

    /// <summary>Sets a field to a name that was checked: what can hold no secret is not searched for one.</summary>
    /// <param name="field">One of the texts.</param>
    /// <param name="id">The name; null leaves it out.</param>
    public void SetId(LogField field, string? id)
    {
        if (id is not null)
            known[field.Place] = id;
    }

    /// <summary>Sets a field to a number.</summary>
    /// <param name="field">One of the numbers.</param>
    /// <param name="number">The number; null leaves it out.</param>
    public void Set(LogField field, long? number)
    {
        if (number is not null)
            known[field.Place] = number;
    }

    /// <summary>Sets a field to a time.</summary>
    /// <param name="field">One of the numbers.</param>
    /// <param name="time">The time; null leaves it out.</param>
    public void Set(LogField field, TimeSpan? time)
    {
        if (time is TimeSpan known)
            this.known[field.Place] = LogValue.Of(known);
    }

    /// <summary>Says which request the line is about.</summary>
    public void Set(in RequestOrigin origin)
    {
        SetId(LogFields.CorrelationId, origin.CorrelationId);
        if (origin.Trace.IsValid)
            SetId(LogFields.TraceId, origin.Trace.TraceId);
    }

    /// <summary>Sets a field by its name, in any case; null leaves it out.</summary>
    /// <param name="name">One of the schema's, or another.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, object? value)
    {
        switch (value)
        {
            case null:
                return;
            case ILogFields several:
                several.AddTo(this);
                return;
            case RequestOrigin origin:
                Set(origin);
                return;
        }

        string key = LogNames.Snake(name);
        if (value is TimeSpan && !key.EndsWith("_ms", StringComparison.Ordinal))
            key += "_ms";
        object shown = LogValue.Of(value);
        LogField? field = LogFields.Find(key);
        if (field is { IsNumber: true } && shown is int or long or double)
            known[field.Place] = shown;
        else if (field is { IsNumber: false })
            known[field.Place] = Convert.ToString(shown, CultureInfo.InvariantCulture);
        else if (others.Count < LogLimits.FieldsMax)
            others.Add(new(key, shown));
    }

    /// <summary>Whether a parameter stands in the sentence already.</summary>
    internal bool IsInSentence(string key) => inSentence.Exists(name => LogNames.Snake(name) == key);

    /// <summary>Takes an entry in the place of the one before.</summary>
    internal void Read<TState>(in LogEntry<TState> entry, LogIdentity writer)
    {
        Array.Clear(known);
        others.Clear();
        inSentence.Clear();
        Component = writer.Component;
        Set("replica_id", writer.ReplicaId);
        SetId(LogFields.NodeId, writer.NodeId);
        // The name of an event of ours tells where it comes from.
        if (!entry.Category.StartsWith("LlamaOrch.", StringComparison.Ordinal) && entry.Category != writer.Component)
            Set("category", entry.Category);
        if (entry.State is not IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            Human = Bare(entry.Formatter(entry.State, null));
            return;
        }

        // Each value that is not an object becomes one when it is asked for, so it is asked for once.
        parameters.Clear();
        string? template = null;
        for (int i = 0; i < values.Count; i++)
        {
            KeyValuePair<string, object?> parameter = values[i];
            if (parameter.Key == Template)
                template = parameter.Value as string;
            else
                parameters.Add(parameter);
        }

        foreach ((string name, object? value) in parameters)
            Set(name, value);
        Human = template is null
            ? Bare(entry.Formatter(entry.State, null))
            : LogSentence.Of(template, parameters, inSentence);
    }

    private static string Bare(string? text) =>
        LogLimits.Cut(LogRedaction.Text(text ?? string.Empty), LogLimits.SentenceLengthMax);
}
