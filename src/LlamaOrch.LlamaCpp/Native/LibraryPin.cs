namespace LlamaOrch.LlamaCpp.Native;

/// <summary>Which native library this engine was written against: package, version, every file's hash.</summary>
/// <remarks>
/// The archive's integrity guards the download; the files' hashes guard the cache at each start. A new version means
/// new numbers here and a look at the structs under <c>Interop</c>: llama.cpp does not keep their layout stable.
/// </remarks>
internal static class LibraryPin
{
    /// <summary>The npm package.</summary>
    public const string Package = "@node-llama-cpp/linux-x64";

    /// <summary>The package's version.</summary>
    public const string Version = "3.22.1";

    /// <summary>The llama.cpp release inside.</summary>
    public const string LlamaCppVersion = "v0.5.0";

    /// <summary>Platform, as the cache folder is named.</summary>
    public const string Platform = "linux-x64";

    /// <summary>SHA-512 of the archive, base64.</summary>
    public const string ArchiveSha512 =
        "5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==";

    /// <summary>Where the archive keeps its binaries.</summary>
    public const string ArchiveFolder = "package/bins/linux-x64/";

    /// <summary>The tensor library's base; everything else needs it.</summary>
    public const string GgmlBase = "libggml-base.so";

    /// <summary>The tensor library's registry of backends.</summary>
    public const string Ggml = "libggml.v0.5.0.so";

    /// <summary>llama.cpp itself.</summary>
    public const string Llama = "libllama.v0.5.0.so";

    /// <summary>Every file that is kept; of the CPU backends the best for the machine is loaded.</summary>
    public static IReadOnlyList<LibraryFile> Files { get; } =
    [
        new(Llama, "2ecd1d85f68456573a664106a9039366b88231579fd65d9669c9a6ab41374fd4"),
        new(Ggml, "41cd5e6ad78b9f0af31a6f80d637d3168e75ff84db14c495de4d3d9c95607444"),
        new(GgmlBase, "6c342c8aeb20cb31a18099d6f79de4de6703814d1cfd5c4d754a8643087e486e"),
        new("libggml-cpu-alderlake.so", "6527efda35405a0d91574aced4a7766db9bb0494ab6458c83fe9eba755eb76f7"),
        new("libggml-cpu-cannonlake.so", "44285a67a31a81a036a70c565d391b31145d835044c03c76cfaa2f90a9d57d42"),
        new("libggml-cpu-cascadelake.so", "97cace813fbf7b7a07c4793f6a75b8b2d3de256430620f0be4a15bd4372468ea"),
        new("libggml-cpu-cooperlake.so", "5eda284fd8986d550e21623b269dd31d02c07fc70121d3099609d5dde6b6847e"),
        new("libggml-cpu-haswell.so", "ddaa96012769f0e86e8670cca374243751880bea2c2d0a4413b3a1b7a29dca74"),
        new("libggml-cpu-icelake.so", "9b9c24aaa775fd38a6e1ff082549e50d4138d29f2e2883630b28ab70704ed896"),
        new("libggml-cpu-ivybridge.so", "91b27ab81df92b8429c8e3441a8861014d3aec1424f90885a628fd0d4567532f"),
        new("libggml-cpu-piledriver.so", "2cb5b2101f5bbefa2416ec7f8b6c6acb177d04f0157989c5d92e4c07750fd3f8"),
        new("libggml-cpu-sandybridge.so", "bce17565033835dfb59fae2ed712d4c35e56463c2d49ea61ca08e6e2908bdfd6"),
        new("libggml-cpu-sapphirerapids.so", "e3d4840632b2242655e1721c6b93ec0370406dded9074accfe90bcfb67bd30b8"),
        new("libggml-cpu-skylakex.so", "df30b40a957175cd8e462e8838632dc51e3be7570b27b9526cb7a044263aeab3"),
        new("libggml-cpu-sse42.so", "ec65053445506965db5dd9382d7ede084ba639edc55f77aaf73581c778969e02"),
        new("libggml-cpu-x64.so", "1174c3c3e0b8722313df561d7ef5ece516a070732cec9b8ddda3667c0b959728"),
        new("libggml-cpu-zen4.so", "d84208de33fdadb8921a1a1a34342f5eceb1e58b83648be68050f7557312bd3e"),
    ];
}
