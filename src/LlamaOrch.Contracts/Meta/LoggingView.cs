namespace LlamaOrch.Contracts.Meta;

/// <summary><c>GET /v2/meta/logging</c>: what the daemon logs.</summary>
/// <param name="Format"><c>json</c> or <c>console</c>; chosen at its start.</param>
/// <param name="Level">
/// The lowest level that is written: <c>trace</c>, <c>debug</c>, <c>info</c>, <c>warn</c>, <c>error</c>,
/// <c>critical</c> or <c>off</c>.
/// </param>
/// <param name="Levels">Other levels, by the beginning of a category.</param>
/// <param name="Sampling">The share of requests whose lines below <c>warn</c> are written, 0 to 1.</param>
public sealed record LoggingView(
    string Format, string Level, IReadOnlyDictionary<string, string> Levels, double Sampling);
