namespace LlamaOrch.Core.Catalog.References;

/// <summary>Where a model can come from.</summary>
public enum ModelScheme
{
    /// <summary><c>hf:</c>, a repository of Hugging Face.</summary>
    HuggingFace,

    /// <summary><c>file:</c>, a file on the nodes.</summary>
    File,

    /// <summary><c>https:</c>, a download.</summary>
    Https,

    /// <summary><c>s3:</c>, an object in a bucket.</summary>
    S3,

    /// <summary><c>oci:</c>, an artifact in a container registry.</summary>
    Oci,
}
