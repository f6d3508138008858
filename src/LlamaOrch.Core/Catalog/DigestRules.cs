using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Core.Catalog;

/// <summary>How what nodes have compares with what the catalog says that it must be.</summary>
public static class DigestRules
{
    /// <summary>How the model that a pool serves compares.</summary>
    public static VerificationResult Judge(CatalogSnapshot catalog, PoolReport pool)
    {
        if (pool.ModelId is not ModelId model || catalog.Find(model)?.Digest is null)
            return VerificationResult.Unknown;
        foreach (ModelReport file in pool.Models)
        {
            if (file.ModelId == model)
                return Judge(catalog, file);
        }

        return VerificationResult.Unknown;
    }

    /// <summary>How a model file compares.</summary>
    public static VerificationResult Judge(CatalogSnapshot catalog, ModelReport file)
    {
        if (catalog.Find(file.ModelId)?.Digest is not Sha256Digest demanded)
            return VerificationResult.Unknown;
        if (file.Digest is not Sha256Digest found)
            return VerificationResult.Pending;
        return found == demanded ? VerificationResult.Verified : VerificationResult.Mismatch;
    }

    /// <summary>
    /// The worse of two, for somebody who looks after the fleet: a mismatch, then one that may become one.
    /// </summary>
    public static VerificationResult Worse(VerificationResult one, VerificationResult other) =>
        Rank(one) >= Rank(other) ? one : other;

    private static int Rank(VerificationResult result) => result switch
    {
        VerificationResult.Mismatch => 4,
        VerificationResult.Pending => 3,
        VerificationResult.Unknown => 2,
        VerificationResult.Verified => 1,
        _ => 0,
    };
}
