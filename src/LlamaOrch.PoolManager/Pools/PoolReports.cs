using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Devices;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Models;

namespace LlamaOrch.PoolManager.Pools;

/// <summary>What the node says of its pools.</summary>
internal sealed class PoolReports(PoolDirectory pools, DeviceInventory devices, ModelReports models)
{
    /// <summary>All pools, by id.</summary>
    public IReadOnlyList<PoolReport> All() => [.. pools.Served.Select(Of)];

    /// <summary>One pool with its first model.</summary>
    public PoolReport Of(Pool pool) => Of(ServedPool.First(pool));

    /// <summary>One pool with one of its models.</summary>
    public PoolReport Of(ServedPool served)
    {
        Pool pool = served.Pool;
        PoolStatus status = pool.Status;
        EngineProperties? serves = status.Properties;
        Contracts.Ids.ModelId? model = served.Other?.ModelId
            ?? serves?.ModelId ?? status.Attachment?.ModelId ?? pool.Spec?.ModelId;
        string mask = status.Attachment?.DeviceMask ?? pool.Spec?.DeviceMask ?? DeviceMasks.Cpu;
        (int slots, int free, IReadOnlyList<Contracts.Ids.LeaseId> held) = pool.Slots.Look(served.Place);
        (long vramTotal, long vramFree) = devices.VramOf(mask);
        return new PoolReport
        {
            PoolId = served.PoolId,
            State = status.State,
            Ready = status.Ready,
            Draining = status.Draining,
            SlotsTotal = slots,
            SlotsFree = free,
            Engine = status.Attachment?.Kind ?? pool.Spec?.Engine ?? EngineKinds.OpenAi,
            EngineVersion = serves?.Version ?? status.Attachment?.Version ?? string.Empty,
            ModelId = model,
            ModelsAvailable = model is Contracts.Ids.ModelId staged ? [staged] : [],
            Models = served.Other is null ? models.Of(pool, model) : [],
            SlotsAssumed = serves is { SlotsAreAssumed: true } ? true : null,
            ContextTokens = served.Other?.ContextTokens
                ?? serves?.ContextTokens ?? status.Attachment?.ContextTokens ?? 0,
            DeviceMask = mask,
            VramTotalBytes = vramTotal,
            VramFreeBytes = vramFree,
            ActiveLeases = held,
            LastError = status.LastError,
            LastExitCode = status.Failure is null ? null : status.FailureExitCode,
        };
    }
}
