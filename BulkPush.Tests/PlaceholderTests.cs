namespace BulkPush.Tests;
public sealed class PlaceholderTests { [Fact] public void Builds() => Assert.NotNull(typeof(Program)); }
