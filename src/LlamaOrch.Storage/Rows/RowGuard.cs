using System.Data.Common;
using LlamaOrch.Core.Ports;

namespace LlamaOrch.Storage.Rows;

/// <summary>Reads rows one by one, so that one that can't be read costs nothing but itself.</summary>
public sealed class RowGuard(IUnreadableRows? told)
{
    /// <summary>What a row stands for; null when it can't be read, and whoever wants to know has been told.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="key">Its key.</param>
    /// <param name="read">Reads it; whatever it throws is the row's fault, unless the store itself fails.</param>
    public TRow? Read<TRow>(RowKind kind, Func<string> key, Func<TRow> read)
        where TRow : class
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is not (DbException or IOException or OperationCanceledException))
        {
            told?.SetAside(kind, key(), fault);
            return null;
        }
    }

    /// <summary>The refusal of a single row that can't be read.</summary>
    public static StorageException Unreadable(RowKind kind, string key) =>
        new($"The row of {kind.ToString().ToLowerInvariant()} {key} can't be read; the log says why.");
}
