using System.Text.Json;
using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.PoolManager.Devices;
using LlamaOrch.PoolManager.Engines;

namespace LlamaOrch.PoolManager.Handoff;

/// <summary>
/// Reads a handoff file and believes nothing of it: whatever is wrong is a problem, never an exception.
/// </summary>
internal static class HandoffReader
{
    /// <summary>Largest file read, bytes; a true one has a few hundred.</summary>
    public const int BytesMax = 64 * 1024;

    /// <summary>Reads and checks one file.</summary>
    public static HandoffReading Read(HandoffEntry entry)
    {
        if (!IdentifierRules.TryParse(entry.Name, out PoolId poolId))
            return HandoffReading.Bad("its name is not a pool id with .json");
        if (entry.Fingerprint.LinkTarget is not null)
            return HandoffReading.Bad("it is a symbolic link");
        // Sizes are checked before opening: a pipe has size 0 and would block its reader.
        if (entry.Fingerprint.Bytes == 0)
            return HandoffReading.Bad("it is empty");
        if (entry.Fingerprint.Bytes > BytesMax)
            return HandoffReading.Bad($"it is larger than {BytesMax} bytes");
        try
        {
            return Parse(poolId, ReadBytes(entry.Path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return HandoffReading.Bad($"it can't be read: {failure.Message}");
        }
    }

    /// <summary>Checks the bytes of a file that is named after a pool.</summary>
    public static HandoffReading Parse(PoolId poolId, ReadOnlySpan<byte> json)
    {
        if (json.Length > BytesMax)
            return HandoffReading.Bad($"it is larger than {BytesMax} bytes");
        HandoffFile? file;
        try
        {
            file = JsonSerializer.Deserialize(json, ContractsJsonContext.Default.HandoffFile);
        }
        catch (JsonException failure)
        {
            return HandoffReading.Bad(
                $"it is not a handoff file ({failure.Message}); write it under another name, then rename it");
        }

        if (file is null)
            return HandoffReading.Bad("it is null");
        // Generated JSON readers leave init-only members null that the text lacks, whatever their initializer says.
        file = file with
        {
            EngineVersion = file.EngineVersion ?? string.Empty,
            DeviceMask = file.DeviceMask ?? DeviceMasks.Cpu,
        };
        return Check(poolId, file) is string problem ? HandoffReading.Bad(problem) : new HandoffReading(file, null);
    }

    private static string? Check(PoolId poolId, HandoffFile file)
    {
        if (file.PoolId != poolId)
            return $"it is for pool '{file.PoolId}' but named after pool '{poolId}'";
        if (file.Engine is null || !EngineAdapters.Knows(file.Engine))
            return $"engine '{Short(file.Engine)}' is not one of: llamacpp, openai, vllm";
        if (file.Url is null || !file.Url.IsAbsoluteUri || file.Url.Scheme is not ("http" or "https"))
            return $"url '{Short(file.Url?.OriginalString)}' is not an http or https URL";
        if (file.Url.UserInfo.Length > 0 || file.Url.Query.Length > 0 || file.Url.Fragment.Length > 0)
            return "url has a user, a query or a fragment";
        if (file.Slots < 1 || file.Slots > EngineLimits.SlotsMax)
            return $"slots: {file.Slots} is not from 1 to {EngineLimits.SlotsMax}";
        if (file.ContextTokens < 1 || file.ContextTokens > EngineLimits.ContextTokensMax)
            return $"context_tokens: {file.ContextTokens} is not from 1 to {EngineLimits.ContextTokensMax}";
        if (file.EngineModel is string name && !EngineLimits.IsName(name))
            return $"engine_model has not 1 to {EngineLimits.NameLengthMax} characters, or control characters";
        if (file.EngineVersion.Length > EngineLimits.VersionLengthMax)
            return $"engine_version is longer than {EngineLimits.VersionLengthMax} characters";
        if (!DeviceMasks.IsValid(file.DeviceMask))
            return "device_mask is neither cpu nor device ids separated by commas";
        return null;
    }

    private static byte[] ReadBytes(string path)
    {
        using FileStream file = File.OpenRead(path);
        // One byte more than allowed, so that a file that has grown since it was measured is noticed.
        byte[] buffer = new byte[BytesMax + 1];
        int count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..count];
    }

    private static string? Short(string? text) => text is { Length: > 100 } ? text[..100] : text;
}
