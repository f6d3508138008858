using Xunit;

[assembly: Trait("lane", "ops")]
