using BulkPush.Core.Stores;

namespace BulkPush.Tests.Stores;

public sealed class AdminAddressTests
{
    [Theory]
    [InlineData("north.myshopify.com", "north.myshopify.com")]
    [InlineData("  https://North.myshopify.com/admin?x=1 ", "north.myshopify.com")]
    [InlineData("north", "north.myshopify.com")]
    [InlineData("https://admin.shopify.com/store/north-2/products", "north-2.myshopify.com")]
    public void Makes_the_permanent_domain_of_what_people_paste(string text, string expected)
    {
        Assert.True(AdminAddress.TryNormaliseDomain(text, out var domain));
        Assert.Equal(expected, domain);
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop.example.com")]
    [InlineData("north.myshopify.com.evil.example")]
    [InlineData("evil.example/north.myshopify.com")]
    [InlineData("user@north.myshopify.com")]
    [InlineData("north.myshopify.com:8443")]
    [InlineData("-north.myshopify.com")]
    [InlineData("a.b.myshopify.com")]
    [InlineData("north.myshopify.com\nevil.example")]
    public void Refuses_every_other_host(string text) => Assert.False(AdminAddress.TryNormaliseDomain(text, out _));

    [Theory]
    [InlineData("http://localhost:5000/demo-stores/north/", "http://localhost:5000/demo-stores/north")]
    [InlineData("http://127.0.0.1:5000", "http://127.0.0.1:5000")]
    [InlineData("https://[::1]:7000/x?token=1", "https://[::1]:7000/x")]
    public void Accepts_this_machine(string text, string expected)
    {
        Assert.True(AdminAddress.TryNormaliseLoopback(text, out var url));
        Assert.Equal(expected, url);
    }

    [Theory]
    [InlineData("http://192.168.0.1:5000")]
    [InlineData("http://localhost.evil.example")]
    [InlineData("http://127.0.0.1@evil.example")]
    [InlineData("http://user:secret@127.0.0.1")]
    [InlineData("file:///etc/passwd")]
    [InlineData("127.0.0.1:5000")]
    public void Refuses_every_other_machine_and_scheme(string text) => Assert.False(AdminAddress.TryNormaliseLoopback(text, out _));
}
