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
    public IReadOnlyList<PoolReport> All() => [.. pools.All.Select(Of)];

    /// <summary>One pool.</summary>
    public PoolReport Of(Pool pool)
    {
        PoolStatus status = pool.Status;
        EngineProperties? serves = status.Properties;
        Contracts.Ids.ModelId? model = serves?.ModelId ?? status.Attachment?.ModelId ?? pool.Spec?.ModelId;
        string mask = status.Attachment?.DeviceMask ?? pool.Spec?.DeviceMask ?? DeviceMasks.Cpu;
        (int slots, int free, IReadOnlyList<Contracts.Ids.LeaseId> held) = pool.Slots.Look();
        (long vramTotal, long vramFree) = devices.VramOf(mask);
        return new PoolReport
        {
            PoolId = pool.PoolId,
            State = status.State,
            Ready = status.Ready,
            Draining = status.Draining,
            SlotsTotal = slots,
            SlotsFree = free,
            Engine = status.Attachment?.Kind ?? pool.Spec?.Engine ?? EngineKinds.OpenAi,
            EngineVersion = serves?.Version ?? status.Attachment?.Version ?? string.Empty,
            ModelId = model,
            ModelsAvailable = model is Contracts.Ids.ModelId staged ? [staged] : [],
            Models = models.Of(pool, model),
            ContextTokens = serves?.ContextTokens ?? status.Attachment?.ContextTokens ?? 0,
            DeviceMask = mask,
            VramTotalBytes = vramTotal,
            VramFreeBytes = vramFree,
            ActiveLeases = held,
            LastError = status.LastError,
            LastExitCode = status.Failure is null ? null : status.FailureExitCode,
        };
    }
}
