using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: Trait("lane", "ops")]

// A fleet that shares the machine with another test would have incidents of its own.
[assembly: Parallelization(Mode = ParallelMode.None)]
