namespace LlamaOrch.Cli.Home;

/// <summary>How the engines of one machine share its cores.</summary>
internal static class CoreShare
{
    /// <summary>
    /// Threads of each engine: as asked, else an equal share, at least one. Null leaves it to an engine that is alone:
    /// it knows how many its model can use.
    /// </summary>
    public static int? ThreadsOf(HomeOptions options)
    {
        if (options.Threads > 0)
            return options.Threads;
        return options.Nodes == 1 ? null : Math.Max(1, Environment.ProcessorCount / options.Nodes);
    }
}
