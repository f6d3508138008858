using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Metrics;
using LlamaOrch.Client.Tests.Scenes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class StorageCheckTests
{
    private readonly StorageCheck check = new();

    [Fact]
    public void A_database_that_is_away_is_an_error()
    {
        check.FindsNothingIn(Well());
        check.Finds(
            Well() with { After = Page("storage_available 0") }, "storage-away", Severity.Error, null, "sqlite");
    }

    [Fact]
    public void A_control_plane_that_does_not_tell_is_a_note() => check.Finds(
        Well() with { After = MetricsPage.Empty }, "storage-unknown", Severity.Info, null, "does not tell");
}
