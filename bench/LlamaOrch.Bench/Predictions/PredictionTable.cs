using System.Globalization;
using System.Text;

namespace LlamaOrch.Bench.Predictions;

/// <summary>Predicted against actual starts, by how long the wait was predicted to be.</summary>
internal static class PredictionTable
{
    private static readonly double[] UpTo = [500, 1_000, 2_000, 5_000, 10_000, 30_000, double.PositiveInfinity];

    /// <summary>A Markdown table; tasks that started at once or were told nothing are only counted.</summary>
    public static string Of(IReadOnlyList<PredictedTask> tasks)
    {
        PredictedTask[] told = [.. tasks.Where(task => task.PredictedMs > 0)];
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{tasks.Count} tasks, {told.Length} with a predicted wait, "
            + $"{tasks.Count(task => task.PredictedMs == 0)} started at once, "
            + $"{tasks.Count(task => task.PredictedMs is null)} were told nothing.");
        text.AppendLine();
        text.AppendLine("| predicted wait, ms | tasks | mean predicted | mean actual | median error | P90 error "
            + "| near | mean confidence |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        double from = 0;
        foreach (double to in UpTo)
        {
            PredictedTask[] row = [.. told.Where(task => task.PredictedMs > from && task.PredictedMs <= to)];
            if (row.Length > 0)
                Row(text, double.IsInfinity(to) ? $"> {from}" : $"{from} to {to}", row);
            from = to;
        }

        if (told.Length > 0)
            Row(text, "all", told);
        return text.ToString();
    }

    private static void Row(StringBuilder text, string name, PredictedTask[] tasks)
    {
        double[] errors = [.. tasks.Select(task => task.ErrorMs).Order()];
        text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {tasks.Length} "
            + $"| {tasks.Average(task => task.PredictedMs):0} | {tasks.Average(task => task.ActualMs):0} "
            + $"| {errors[errors.Length / 2]:0} | {errors[errors.Length * 9 / 10]:0} "
            + $"| {tasks.Count(task => task.IsNear) / (double)tasks.Length:0.00} "
            + $"| {tasks.Average(task => task.Confidence):0.00} |");
    }
}
