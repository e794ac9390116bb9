using System.Net;
using BulkPush.Core.Notifications;
using BulkPush.Core.Notifications.Webhooks;
using BulkPush.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace BulkPush.Tests.Notifications;

/// <summary>Where a webhook may go, and where not, whatever its name says.</summary>
public sealed class WebhookAddressTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.1")]
    [InlineData("172.15.0.1")]
    [InlineData("172.32.0.1")]
    [InlineData("192.167.0.1")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:81b::200e")]
    [InlineData("::ffff:8.8.8.8")]
    public void A_public_address_is_one(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.0.3")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.170")]
    [InlineData("192.0.2.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.1.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.7")]
    [InlineData("203.0.113.9")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("100::1")]
    [InlineData("2001::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:a00:1::1")]
    [InlineData("3fff::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void An_address_that_is_not_public_is_none(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://hooks.example.com/bulkpush?key=1", false, true)]
    [InlineData("https://8.8.8.8/", false, true)]
    [InlineData("http://hooks.example.com/", false, false)]
    [InlineData("http://hooks.example.com/", true, false)]
    [InlineData("https://user:pass@hooks.example.com/", false, false)]
    [InlineData("https://hooks.example.com/#part", false, false)]
    [InlineData("ftp://hooks.example.com/", false, false)]
    [InlineData("/hook", false, false)]
    [InlineData("", false, false)]
    [InlineData("https://10.0.0.1/", true, false)]
    [InlineData("https://2130706433/", false, false)]
    [InlineData("https://0x7f.1/", false, false)]
    [InlineData("https://[::ffff:10.0.0.1]/", false, false)]
    [InlineData("https://[fd00::1]/", false, false)]
    [InlineData("https://localhost/", false, false)]
    [InlineData("https://[::ffff:127.0.0.1]/", false, false)]
    [InlineData("http://localhost:5000/", true, true)]
    [InlineData("http://127.0.0.1:5000/", true, true)]
    [InlineData("http://[::1]:5000/", true, true)]
    public void What_is_wrong_with_an_address_is_said_when_it_is_entered(string url, bool allowLoopback, bool isRight) =>
        Assert.Equal(isRight, WebhookUrl.Mistake(url, allowLoopback) is null);

    [Fact]
    public async Task A_name_that_leads_to_this_machine_is_refused_when_it_is_connected_to()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var scenario = new NotificationScenario(postgres);
        var (target, _) = await scenario.CreateAsync(NotificationScenario.Webhook(receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal)));
        scenario.Options.AllowLoopback = false;

        var tried = await scenario.Trial.SendAsync(target.Id, "sam@example.com", Ct);

        Assert.Equal((DeliveryStatus.Failed, "localhost does not lead to a public address. Webhooks go to public https addresses only."), (tried!.Status, tried.LastAnswer));
        Assert.Empty(receiver.Received);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await WebhookReceiver.StartAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) =>
        {
            http.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
            http.Response.Headers.Location = elsewhere.Url;
            return Task.CompletedTask;
        };
        var scenario = new NotificationScenario(postgres);
        var (target, _) = await scenario.CreateAsync(NotificationScenario.Webhook(receiver.Url));

        var tried = await scenario.Trial.SendAsync(target.Id, "sam@example.com", Ct);

        Assert.Equal((DeliveryStatus.Failed, 307), (tried!.Status, tried.LastCode));
        Assert.Contains("Redirects are not followed", tried.LastAnswer, StringComparison.Ordinal);
        Assert.Empty(elsewhere.Received);
    }

    [Fact]
    public async Task Of_a_long_answer_only_the_beginning_is_kept_in_one_line()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answer = (http, _) => http.Response.WriteAsync("first\r\n\tsecond\0 " + new string('x', 100_000), Ct);
        var scenario = new NotificationScenario(postgres);
        var (target, _) = await scenario.CreateAsync(NotificationScenario.Webhook(receiver.Url));

        var tried = await scenario.Trial.SendAsync(target.Id, "sam@example.com", Ct);

        Assert.StartsWith("first second xxx", tried!.LastAnswer, StringComparison.Ordinal);
        Assert.Equal(NotificationDelivery.MaxAnswerLength, tried.LastAnswer!.Length);
    }
}
