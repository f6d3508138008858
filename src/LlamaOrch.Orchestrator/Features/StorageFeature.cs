using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Hosting.Disks;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Storage;
using LlamaOrch.Storage.Postgres.Artifacts;
using LlamaOrch.Storage.Postgres.Catalog;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Postgres.Fleet;
using LlamaOrch.Storage.Postgres.Sessions;
using LlamaOrch.Storage.Postgres.Tasks;
using LlamaOrch.Storage.Sqlite.Artifacts;
using LlamaOrch.Storage.Sqlite.Catalog;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Sqlite.Fleet;
using LlamaOrch.Storage.Sqlite.Sessions;
using LlamaOrch.Storage.Sqlite.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class StorageFeature
{
    // A predecessor that was killed lets go of the database when the server sees its connection end.
    private static readonly TimeSpan OwnedElsewhereMax = TimeSpan.FromSeconds(15);

    /// <summary>One database, and a class on top of it for each port of Core.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, OrchestratorOptions options) =>
        options.Storage == StorageKinds.Postgres
            ? services
                .AddSingleton(provider => PostgresDatabase.Open(
                    PostgresAddress.Read(options).Address!,
                    OwnedElsewhereMax,
                    unreadable: provider.GetRequiredService<IUnreadableRows>()))
                .AddSingleton<IStoreOwnership>(provider => provider.GetRequiredService<PostgresDatabase>())
                .AddJournal(provider =>
                    new PostgresTaskJournal(provider.GetRequiredService<PostgresDatabase>(), options.TasksKept))
                .AddSingleton<ISessionStore, PostgresSessionStore>()
                .AddNodes<PostgresNodeStore>()
                .AddSingleton(_ => new StorageRoom(() => []))
                .AddSingleton<ICatalogStore, PostgresCatalogStore>()
                .AddSingleton<IArtifactStore, PostgresArtifactStore>()
            : services
                .AddSingleton(provider => SqliteDatabase.Open(
                    DataHome.Resolve(options.DataDir),
                    unreadable: provider.GetRequiredService<IUnreadableRows>()))
                .AddSingleton<IStoreOwnership>(provider => provider.GetRequiredService<SqliteDatabase>())
                .AddJournal(provider =>
                    new SqliteTaskJournal(provider.GetRequiredService<SqliteDatabase>(), options.TasksKept))
                .AddSingleton<ISessionStore, SqliteSessionStore>()
                .AddNodes<SqliteNodeStore>()
                .AddSingleton(provider => RoomOf(provider.GetRequiredService<DiskWatch>()))
                .AddSingleton<ICatalogStore, SqliteCatalogStore>()
                .AddSingleton<IArtifactStore, SqliteArtifactStore>();

    /// <summary>The folder of the database or, with a database elsewhere, of what is kept beside it.</summary>
    public static IServiceCollection AddDisks(this IServiceCollection services, OrchestratorOptions options) =>
        services
            .AddSingleton(provider => new DiskWatch(
                [new WatchedDisk(DiskPurpose.Data, DataHome.Resolve(options.DataDir))],
                provider.GetRequiredService<TimeProvider>()))
            .AddHostedService(provider => provider.GetRequiredService<DiskWatch>());

    private static StorageRoom RoomOf(DiskWatch disks) => new(() => disks.Latest);

    private static IServiceCollection AddJournal(
        this IServiceCollection services, Func<IServiceProvider, ITaskJournal> open) => services
        .AddSingleton<StorageMetrics>()
        .AddSingleton<IUnreadableRows, UnreadableRows>()
        .AddHostedService<StorageWatch>()
        .AddSingleton<ITaskJournal>(provider => new WatchedTaskJournal(
            open(provider),
            provider.GetRequiredService<StorageMetrics>(),
            provider.GetRequiredService<TimeProvider>()));

    private static IServiceCollection AddNodes<TStore>(this IServiceCollection services)
        where TStore : class, INodeStore => services
        .AddSingleton<TStore>()
        .AddSingleton<INodeStore>(provider => new WatchedNodeStore(
            provider.GetRequiredService<TStore>(), provider.GetRequiredService<StorageMetrics>()));

    /// <summary>
    /// Opens the database before anything starts: what is wrong with it is one sentence and an exit code.
    /// </summary>
    /// <exception cref="StartupException">It can't be used.</exception>
    public static void OpenStorage(this IServiceProvider services) => services.GetRequiredService<ITaskJournal>();
}
