using System.Text.Json;
using LlamaOrch.Architecture.Tests.Sources;
using Xunit;

namespace LlamaOrch.Architecture.Tests.Rules;

public sealed class RuntimeSettingTests
{
    private const string SpinLimit = "System.Threading.ThreadPool.UnfairSemaphoreSpinLimit";

    [Fact]
    public void A_hosts_idle_threads_sleep_at_once() => Violations.None(
        "Threads that spin for work cost more than the requests that they wait for:",
        from project in Repository.Projects
        where project.Folder.StartsWith("hosts/", StringComparison.Ordinal)
        let path = Repository.At($"{project.Folder}/runtimeconfig.template.json")
        where !File.Exists(path) || SettingsIn(path).GetProperty(SpinLimit).GetInt32() != 0
        select project.Path);

    private static JsonElement SettingsIn(string path) =>
        JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("configProperties");
}
