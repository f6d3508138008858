using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Catalog.References;
using Xunit;

namespace LlamaOrch.Core.Tests.Catalog;

public sealed class ModelReferenceTests
{
    private static readonly string Hash = new('a', 64);

    public static TheoryData<string, ModelScheme, string> Good => new()
    {
        { "hf:org/repo", ModelScheme.HuggingFace, "hf:org/repo" },
        { "HF://org/repo", ModelScheme.HuggingFace, "hf:org/repo" },
        { "hf:Qwen/Qwen3-8B-GGUF/q/Q4_K_M.gguf", ModelScheme.HuggingFace, "hf:Qwen/Qwen3-8B-GGUF/q/Q4_K_M.gguf" },
        { "hf:org/repo/file.gguf@v1.0", ModelScheme.HuggingFace, "hf:org/repo/file.gguf@v1.0" },
        { "hf:org/repo@refs/pr/3", ModelScheme.HuggingFace, "hf:org/repo@refs/pr/3" },
        { "file:/models/a.gguf", ModelScheme.File, "file:/models/a.gguf" },
        { "file:///models//a b.gguf", ModelScheme.File, "file:/models/a b.gguf" },
        { "file:/models/größe%2e.gguf", ModelScheme.File, "file:/models/größe%2e.gguf" },
        { "https://Example.ORG:443/a/b.gguf?x=1", ModelScheme.Https, "https://example.org/a/b.gguf?x=1" },
        { "HTTPS://example.org:8443/m", ModelScheme.Https, "https://example.org:8443/m" },
        { "https://example.org/a@b", ModelScheme.Https, "https://example.org/a@b" },
        { "s3://my-bucket/models/a.gguf", ModelScheme.S3, "s3://my-bucket/models/a.gguf" },
        { "oci:Registry.example:5000/org/repo:v1", ModelScheme.Oci, "oci:registry.example:5000/org/repo:v1" },
        { "oci://reg.example/a/b-c", ModelScheme.Oci, "oci:reg.example/a/b-c" },
        { $"oci:reg.example/a@sha256:{Hash.ToUpperInvariant()}", ModelScheme.Oci, $"oci:reg.example/a@sha256:{Hash}" },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void A_reference_of_each_scheme_is_read_into_one_form(string text, ModelScheme scheme, string normal) =>
        Assert.Equal(new ModelReference(scheme, normal), ModelReference.Parse(text).Reference);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("model.gguf")]
    [InlineData("http://example.org/a")]
    [InlineData("ftp://example.org/a")]
    [InlineData("hf:")]
    [InlineData("hf:org")]
    [InlineData("hf:org/")]
    [InlineData("hf:/repo")]
    [InlineData("hf:org/..")]
    [InlineData("hf:org/repo/../../etc/passwd")]
    [InlineData("hf:org/repo/./a")]
    [InlineData("hf:org/repo//a")]
    [InlineData("hf:org/repo/a b")]
    [InlineData("hf:org/repo@")]
    [InlineData("hf:org/repo@..")]
    [InlineData("hf:org/repo@a@b")]
    [InlineData("hf:org/repo?x")]
    [InlineData("hf:orgä/repo")]
    [InlineData("file:models/a.gguf")]
    [InlineData("file:")]
    [InlineData("file:/")]
    [InlineData("file:/models/")]
    [InlineData("file://host/a.gguf")]
    [InlineData("file:/models/../etc/shadow")]
    [InlineData("file:/./a")]
    [InlineData("file:/a\\b")]
    public void Nothing_that_is_no_place_or_leads_elsewhere_is_taken(string? text) => IsRefused(text);

    [Theory]
    [InlineData("https://")]
    [InlineData("https:///a")]
    [InlineData("https:example.org/a")]
    [InlineData("https://user:secret@example.org/a")]
    [InlineData("https://user@example.org/a")]
    [InlineData("https://example.org/a#b")]
    [InlineData("https://example.org/a/../b")]
    [InlineData("https://example.org/a/%2E%2e/b")]
    [InlineData("https://exämple.org/a")]
    [InlineData("https://example.org/a b")]
    [InlineData("https://example.org\\a")]
    [InlineData("https://example.org/a%zz")]
    [InlineData("https://example.org/a%%2e")]
    [InlineData("https://example.org/a%2")]
    [InlineData("https://example.org:99999/a")]
    [InlineData("s3://ab/key")]
    [InlineData("s3://Bucket/key")]
    [InlineData("s3://buc..ket/key")]
    [InlineData("s3://bucket-/key")]
    [InlineData("s3://bucket")]
    [InlineData("s3://bucket/")]
    [InlineData("s3:bucket/key")]
    [InlineData("s3://bucket/a/../b")]
    [InlineData("s3://bucket/a//b")]
    [InlineData("s3://bucket/a?versionId=1")]
    [InlineData("s3://user:pw@bucket/a")]
    [InlineData("oci:repo")]
    [InlineData("oci:/repo")]
    [InlineData("oci:reg.example/")]
    [InlineData("oci:reg.example/Repo")]
    [InlineData("oci:reg.example/a/../b")]
    [InlineData("oci:reg.example/a:")]
    [InlineData("oci:reg.example/a:t:u")]
    [InlineData("oci:reg.example/a@sha256:12")]
    [InlineData("oci:reg.example:0/a")]
    [InlineData("oci:reg.example:port/a")]
    [InlineData("oci:user@reg.example/a")]
    [InlineData(" hf:org/repo")]
    [InlineData("hf:org/repo\n")]
    [InlineData("file:/a\0b")]
    [InlineData("file:/a\u202Eb")]
    [InlineData("file:/a\u200Bb")]
    public void Nothing_that_such_a_place_can_not_have_is_taken(string text) => IsRefused(text);

    [Fact]
    public void Half_of_a_character_is_refused_and_a_whole_one_is_taken()
    {
        Assert.Null(ModelReference.Parse("file:/a\uD83Db").Reference);
        Assert.NotNull(ModelReference.Parse("file:/a\uD83D\uDE00b").Reference);
    }

    [Fact]
    public void The_longest_reference_is_taken_and_one_character_more_is_not()
    {
        string longest = "file:/" + new string('a', ModelReference.LengthMax - "file:/".Length);

        Assert.NotNull(ModelReference.Parse(longest).Reference);
        Assert.Null(ModelReference.Parse(longest + "a").Reference);
    }

    [Fact]
    public void Reading_what_was_read_changes_nothing_and_nothing_that_was_read_leads_elsewhere()
    {
        var random = new Random(20260101);
        string[] seeds = [.. Good.Select(row => row.Data.Item1)];
        int taken = 0;
        for (int round = 0; round < 200_000; round++)
        {
            string text = Mutate(seeds[random.Next(seeds.Length)], random);

            (ModelReference? reference, ErrorBody? invalid) = ModelReference.Parse(text);

            Assert.True(reference is null != invalid is null, text);
            if (reference is not ModelReference read)
                continue;
            taken++;
            Assert.Equal(read, ModelReference.Parse(read.Text).Reference);
            string path = read.Scheme == ModelScheme.Https ? read.Text.Split('?')[0] : read.Text;
            Assert.DoesNotContain(path.Split('/'), step => step is "." or "..");
            Assert.DoesNotContain(read.Text, char.IsControl);
            Assert.DoesNotContain('\\', read.Text);
        }

        Assert.InRange(taken, 1_000, 199_000);
    }

    private static string Mutate(string text, Random random)
    {
        const string Pieces = "/.:@%\\?# \0\u202Eä\uD800-_aA0";
        for (int change = random.Next(4); change > 0; change--)
        {
            int at = random.Next(text.Length + 1);
            string piece = random.Next(3) switch
            {
                0 => "..",
                1 => "%2e",
                _ => Pieces[random.Next(Pieces.Length)].ToString(),
            };
            text = random.Next(2) == 0 || at == text.Length
                ? text.Insert(at, piece)
                : text.Remove(at, 1).Insert(at, piece);
        }

        return text;
    }

    private static void IsRefused(string? text)
    {
        (ModelReference? reference, ErrorBody? invalid) = ModelReference.Parse(text);

        Assert.Null(reference);
        Assert.Equal(("INVALID_PARAMS", ModelReference.Field), (invalid!.Code, invalid.Field));
        Assert.EndsWith(".", invalid.Message, StringComparison.Ordinal);
    }
}
