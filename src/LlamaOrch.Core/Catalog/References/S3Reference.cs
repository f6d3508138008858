namespace LlamaOrch.Core.Catalog.References;

/// <summary><c>s3://bucket/key</c>.</summary>
internal static class S3Reference
{
    private const int BucketLengthMin = 3;
    private const int BucketLengthMax = 63;

    public static ReferenceReading Read(string rest)
    {
        int slash = rest.Length > 2 ? rest.IndexOf('/', 2) : -1;
        if (!rest.StartsWith("//", StringComparison.Ordinal) || slash < 0)
            return ReferenceReading.Bad("An S3 reference is s3://bucket/key.");
        string bucket = rest[2..slash];
        if (bucket.Length is < BucketLengthMin or > BucketLengthMax
            || !ReferenceText.IsName(bucket)
            || bucket.Any(c => char.IsAsciiLetterUpper(c) || c == '_')
            || !char.IsAsciiLetterOrDigit(bucket[^1]))
        {
            return ReferenceReading.Bad(
                $"A bucket has {BucketLengthMin} to {BucketLengthMax} lower-case letters, digits, '.' and '-'.");
        }

        string key = rest[(slash + 1)..];
        if (!key.All(c => c is >= ' ' and < '\x7f' and not '\\' and not '?' and not '#'))
            return ReferenceReading.Bad("An S3 key is printable ASCII without '\\', '?' and '#'.");
        if (key.Split('/').Any(step => step.Length == 0 || ReferenceText.IsDots(step)))
            return ReferenceReading.Bad("An S3 key names an object, without '.', '..' or empty steps in its path.");
        return ReferenceReading.Of($"s3://{bucket}/{key}");
    }
}
