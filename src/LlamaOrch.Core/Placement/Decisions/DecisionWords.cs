using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Placement.Filters;
using LlamaOrch.Core.Placement.Pickers;

namespace LlamaOrch.Core.Placement.Decisions;

/// <summary>Turns a record into what people and programs read.</summary>
internal static class DecisionWords
{
    private const int ScoreDigits = 4;

    // Of a large fleet the first few tell why.
    private const int BriefCandidatesMax = 8;

    private static readonly Dictionary<string, double> NotTold = [];

    /// <summary>All that is known.</summary>
    public static PlacementDecision Explain(DecisionRecord record) =>
        Explain(record, record.Count, isBrief: false);

    /// <summary>
    /// The first candidates only, and of scores their sums: made for each request whose trace is recorded.
    /// </summary>
    public static PlacementDecision Brief(DecisionRecord record) =>
        Explain(record, Math.Min(record.Count, BriefCandidatesMax), isBrief: true);

    private static PlacementDecision Explain(DecisionRecord record, int candidates, bool isBrief) => new()
    {
        TaskId = record.TaskId,
        Model = record.Request.Model,
        Outcome = record.Outcome switch
        {
            DecisionOutcome.Placed => "placed",
            DecisionOutcome.Queued => "queued",
            DecisionOutcome.Refused => "refused",
            _ => "withdrawn",
        },
        DecidedAt = record.At,
        Reason = Reason(record),
        Code = record.Refusal?.Code.WireName(),
        PoolId = record.HasChosen ? record.Candidates[0].PoolId : null,
        NodeId = record.HasChosen ? record.Candidates[0].NodeId : null,
        QueuePosition = record.Outcome == DecisionOutcome.Queued ? record.Position : null,
        FailedPools = [.. record.Request.Failed ?? [], .. record.Request.Barred ?? []],
        Strategy = record.Rules.Picker.Name,
        Weights = isBrief
            ? NotTold
            : record.Rules.Scorers.Zip(record.Rules.Weights)
                .ToDictionary(pair => pair.First.Name, pair => pair.Second),
        PoolsTotal = record.PoolsTotal,
        Rejected = Rejected(record).ToDictionary(pair => pair.Filter.Name, pair => pair.Count),
        Candidates = [.. Enumerable.Range(0, candidates).Select(number => Verdict(record, number, isBrief))],
    };

    private static PlacementVerdict Verdict(DecisionRecord record, int number, bool isBrief)
    {
        CandidateRecord candidate = record.Candidates[number];
        bool admitted = candidate.RejectedBy == PlacementRules.Admitted;
        return new PlacementVerdict
        {
            PoolId = candidate.PoolId,
            NodeId = candidate.NodeId,
            Chosen = record.HasChosen && number == 0,
            RejectedBy = admitted ? null : record.Rules.Filters[candidate.RejectedBy].Name,
            SlotsHeld = candidate.SlotsHeld,
            SlotsTotal = candidate.SlotsTotal,
            Score = admitted ? Rounded(candidate.Score) : null,
            Scores = admitted && !isBrief ? Scores(record, candidate) : null,
        };
    }

    private static Dictionary<string, double> Scores(DecisionRecord record, CandidateRecord candidate)
    {
        var scores = new Dictionary<string, double>();
        for (int scorer = 0; scorer < ScoreSet.Count; scorer++)
            scores[record.Rules.Scorers[scorer].Name] = Rounded(candidate.Scores[scorer]);
        return scores;
    }

    private static double Rounded(float score) => Math.Round(score, ScoreDigits);

    private static List<(IPlacementFilter Filter, int Count)> Rejected(DecisionRecord record)
    {
        var rejected = new List<(IPlacementFilter, int)>();
        for (int filter = 0; filter < record.Rejected.Length; filter++)
        {
            if (record.Rejected[filter] > 0)
                rejected.Add((record.Rules.Filters[filter], record.Rejected[filter]));
        }

        return rejected;
    }

    private static string Reason(DecisionRecord record) => record.Outcome switch
    {
        DecisionOutcome.Placed => WhyThisOne(record),
        DecisionOutcome.Queued => $"It waits for a pool that admits it: {WhyNone(record)}.",
        DecisionOutcome.Refused => record.Refusal!.Value.Message,
        _ => $"It left the queue before a pool admitted it: {WhyNone(record)}.",
    };

    private static string WhyThisOne(DecisionRecord record)
    {
        int admitted = record.PoolsTotal - Rejected(record).Sum(pair => pair.Count);
        string pools = admitted == 1 ? "the only pool that admits it" : $"{admitted} pools that admit it";
        int tier = record.Request.TierOf(record.Candidates[0].PoolId);
        if (tier >= 3)
            return $"It has failed there before, and no other pool admits it; {pools}.";
        if (tier == 0)
            return $"It is pinned there; {pools}.";
        string among = tier == 1 ? $"preferred by the task, out of {pools}" : pools;
        if (admitted == 1)
            return tier == 1 ? $"It is {among}." : $"It is {pools}.";
        return record.Rules.Picker switch
        {
            RandomPicker => $"Drawn at random: {among}.",
            RoundRobinPicker => $"Its turn: {among}.",
            _ => $"The highest score or, among equals, its turn: {among}.",
        };
    }

    private static string WhyNone(DecisionRecord record)
    {
        string[] reasons = [.. Rejected(record).Select(pair => Words(pair.Filter.Name, pair.Count))];
        return reasons.Length == 0 ? "it is not its turn yet" : string.Join("; ", reasons);
    }

    private static string Words(string filter, int count)
    {
        string pools = count == 1 ? "1 pool" : $"{count} pools";
        return filter switch
        {
            "model" => $"{pools} with the model staged, not loaded",
            "digest" => $"the model file of {pools} not the catalog's, or not checked yet",
            "online" => $"the node of {pools} not online",
            "ready" => $"{pools} not ready",
            "draining" => $"{pools} draining",
            "vram" => $"too little device memory free in {pools}",
            "free_slot" => $"no free slot in {pools}",
            "resting" => $"{pools} resting after failures",
            "failed" => $"the task has failed in {pools}",
            "engine" => $"another engine in {pools}",
            "context" => $"too small a context in {pools}",
            "device_mask" => $"other devices in {pools}",
            "pin" => $"{pools} not pinned",
            "prefer" => $"{pools} not preferred",
            _ => $"{pools} to be avoided",
        };
    }
}
