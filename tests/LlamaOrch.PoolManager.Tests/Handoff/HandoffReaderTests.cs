using System.Text;
using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Handoff;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.PoolManager.Tests.Handoff;

[Trait("lane", "unit")]
public sealed class HandoffReaderTests : IDisposable
{
    private const string Minimal = """{"pool_id":"p","engine":"llamacpp","url":"http://127.0.0.1:8081"}""";

    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parse_of_the_least_that_is_needed_is_valid()
    {
        HandoffFile file = Parse(Minimal).File!;

        Assert.Equal(new PoolId("p"), file.PoolId);
        Assert.Equal(new Uri("http://127.0.0.1:8081"), file.Url);
        Assert.Null(file.ModelId);
        Assert.Null(file.Slots);
    }

    [Fact]
    public void Parse_of_everything_is_valid()
    {
        HandoffFile file = Parse(
            """
            {"pool_id":"p","engine":"vllm","engine_version":"0.9","url":"https://gpu.example/x","model_id":"org/model",
             "slots":4096,"context_tokens":8192,"device_mask":"0,1","written_at":"2026-01-01T00:00:00Z","more":[1]}
            """).File!;

        Assert.Equal(4096, file.Slots);
        Assert.Equal(8192, file.ContextTokens);
        Assert.Equal(new ModelId("org/model"), file.ModelId);
        Assert.Equal("0,1", file.DeviceMask);
    }

    [Theory]
    [InlineData("not json", "not a handoff file")]
    [InlineData("null", "null")]
    [InlineData("[]", "not a handoff file")]
    [InlineData("""{"pool_id":"p","engine":"llamacpp"}""", "url")]
    [InlineData("""{"pool_id":"q","engine":"llamacpp","url":"http://127.0.0.1:1"}""", "for pool 'q'")]
    [InlineData("""{"pool_id":"../p","engine":"llamacpp","url":"http://127.0.0.1:1"}""", "not a handoff file")]
    [InlineData("""{"pool_id":"p","engine":"triton","url":"http://127.0.0.1:1"}""", "engine 'triton'")]
    [InlineData("""{"pool_id":"p","engine":null,"url":"http://127.0.0.1:1"}""", "engine")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"file:///etc/passwd"}""", "url")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"ftp://127.0.0.1/"}""", "url")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"/v1"}""", "url")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":null}""", "url")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"http://u:p@127.0.0.1/"}""", "user")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"http://127.0.0.1/?q=1"}""", "query")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"http://127.0.0.1:1","slots":0}""", "slots")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"http://127.0.0.1:1","slots":4097}""", "slots")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"http://127.0.0.1:1","slots":"4"}""", "slots")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"http://127.0.0.1","context_tokens":0}""", "context_tokens")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"http://127.0.0.1:1","device_mask":"0;1"}""", "device_mask")]
    [InlineData("""{"pool_id":"p","engine":"openai","url":"http://h","model_id":"a b"}""", "not a handoff file")]
    public void Parse_of_what_is_not_valid_names_the_problem(string json, string problem)
    {
        HandoffReading reading = Parse(json);

        Assert.Null(reading.File);
        Assert.Contains(problem, reading.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_file_at_the_size_limit_is_valid_and_one_byte_more_is_not()
    {
        string atLimit = Minimal + new string(' ', HandoffReader.BytesMax - Minimal.Length);

        Assert.NotNull(Read("p", atLimit).File);
        Assert.Contains("larger", Read("p", atLimit + " ").Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_a_file_that_grew_since_it_was_measured_is_refused()
    {
        string path = folder.File("p.json");
        File.WriteAllText(path, Minimal + new string(' ', HandoffReader.BytesMax));

        HandoffReading reading = HandoffReader.Read(
            new HandoffEntry("p", path, new HandoffFingerprint(0, Minimal.Length, null)));

        Assert.Contains("larger", reading.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("..")]
    [InlineData("")]
    public void Read_of_a_name_that_is_no_pool_id_is_refused(string name) => Assert.Contains(
        "name",
        HandoffReader.Read(new HandoffEntry(name, folder.File("x"), new HandoffFingerprint(0, 10, null))).Problem,
        StringComparison.Ordinal);

    [Fact]
    public void Read_of_a_symbolic_link_is_refused_without_following_it()
    {
        string real = folder.File("real.txt");
        File.WriteAllText(real, Minimal);
        File.CreateSymbolicLink(folder.File("p.json"), real);

        HandoffReading reading = HandoffReader.Read(new HandoffFolder(folder.Path).List().Single());

        Assert.Contains("symbolic link", reading.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_of_an_empty_file_is_refused() =>
        Assert.Contains("empty", Read("p", string.Empty).Problem, StringComparison.Ordinal);

    [Fact]
    public void Read_of_a_file_that_is_gone_is_refused() => Assert.Contains(
        "can't be read",
        HandoffReader.Read(new HandoffEntry("p", folder.File("gone"), new HandoffFingerprint(0, 10, null))).Problem,
        StringComparison.Ordinal);

    private static HandoffReading Parse(string json) =>
        HandoffReader.Parse(new PoolId("p"), Encoding.UTF8.GetBytes(json));

    private HandoffReading Read(string name, string content)
    {
        File.WriteAllText(folder.File(name + ".json"), content);
        return HandoffReader.Read(new HandoffFolder(folder.Path).List().Single());
    }
}
