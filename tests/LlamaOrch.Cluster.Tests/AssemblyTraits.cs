using Xunit.Sdk;
using Xunit.v3;

// Each test has several processes of its own; side by side they would only wait for each other's cores.
[assembly: Parallelization(Mode = ParallelMode.None)]
