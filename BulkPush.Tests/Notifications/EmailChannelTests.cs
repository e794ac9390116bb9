using BulkPush.Core.Notifications;
using BulkPush.Core.Notifications.Email;
using BulkPush.Tests.Support;

namespace BulkPush.Tests.Notifications;

/// <summary>E-mail over a real SMTP connection.</summary>
public sealed class EmailChannelTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_says_what_ended_how_with_the_first_failures_and_leads_to_the_push()
    {
        await using var server = new SmtpReceiver();
        var scenario = Scenario(server);
        var (target, _) = await scenario.CreateAsync(NotificationScenario.Email("sam@example.com", "kim@example.com"));
        var jobId = await scenario.EndedPushAsync(failed: 1);

        await scenario.Dispatcher.DispatchAsync(Ct);

        var delivery = Assert.Single(await scenario.OfAsync(target));
        Assert.Equal((DeliveryStatus.Delivered, 250), (delivery.Status, delivery.LastCode));
        Assert.StartsWith("queued as ", delivery.LastAnswer, StringComparison.Ordinal);
        // The targets of the other tests here are told of this push, too.
        var mail = Assert.Single(server.Received, mail => mail.MessageId == $"{delivery.Id:N}@example.com");
        Assert.Equal(["sam@example.com", "kim@example.com"], mail.To.Mailboxes.Select(m => m.Address));
        Assert.Equal("BulkPush: a push ended with 1 failed product", mail.Subject);
        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Contains("North: completed", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("1 created, 1 failed of 2 products.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("- Hat <1>: The title is empty. Give it one & push again.", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains($"https://bulkpush.example.com/products/bulk-push/{jobId}", mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("Hat &lt;1&gt;: The title is empty. Give it one &amp; push again.", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_mail_server_it_says_so_and_is_tried_again()
    {
        var scenario = new NotificationScenario(postgres);
        var (target, _) = await scenario.CreateAsync(NotificationScenario.Email("sam@example.com"));
        await scenario.EndedPushAsync(failed: 1);

        await scenario.Dispatcher.DispatchAsync(Ct);

        var delivery = Assert.Single(await scenario.OfAsync(target));
        Assert.Equal(DeliveryStatus.Pending, delivery.Status);
        Assert.StartsWith("E-mail is not set up: Smtp:Host", delivery.LastAnswer, StringComparison.Ordinal);
        await scenario.Targets.RemoveAsync(target.Id, "tests", Ct);
    }

    [Fact]
    public async Task A_recipient_who_is_refused_does_not_keep_the_others_from_their_mail()
    {
        await using var server = new SmtpReceiver { Reply = line => line.Contains("gone@", StringComparison.Ordinal) ? "550 no such person" : null };
        var scenario = Scenario(server);
        var (some, _) = await scenario.CreateAsync(NotificationScenario.Email("gone@example.com", "kim@example.com"));
        var (none, _) = await scenario.CreateAsync(NotificationScenario.Email("gone@example.com"));

        var partly = await scenario.Trial.SendAsync(some.Id, "tests", Ct);
        var refused = await scenario.Trial.SendAsync(none.Id, "tests", Ct);

        Assert.Equal((DeliveryStatus.Delivered, "Accepted, but not for gone@example.com: no such person"), (partly!.Status, partly.LastAnswer));
        Assert.Equal((DeliveryStatus.Failed, 550, "gone@example.com: no such person"), (refused!.Status, refused.LastCode, refused.LastAnswer));
        Assert.Single(server.Received);
    }

    [Fact]
    public async Task A_server_that_is_busy_is_told_with_its_own_words()
    {
        await using var server = new SmtpReceiver { Reply = line => line.StartsWith("MAIL", StringComparison.Ordinal) ? "451 come back later" : null };
        var scenario = Scenario(server);
        var (target, _) = await scenario.CreateAsync(NotificationScenario.Email("sam@example.com"));

        var tried = await scenario.Trial.SendAsync(target.Id, "tests", Ct);

        Assert.Equal((DeliveryStatus.Failed, 451, "come back later"), (tried!.Status, tried.LastCode, tried.LastAnswer));
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_told()
    {
        var server = new SmtpReceiver();
        var scenario = Scenario(server);
        await server.DisposeAsync();
        var (target, _) = await scenario.CreateAsync(NotificationScenario.Email("sam@example.com"));

        var tried = await scenario.Trial.SendAsync(target.Id, "tests", Ct);

        Assert.Equal((DeliveryStatus.Failed, (int?)null), (tried!.Status, tried.LastCode));
        Assert.StartsWith("The mail server cannot be reached", tried.LastAnswer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_and_password_are_given_to_the_server_and_a_refusal_is_told_without_them()
    {
        await using var server = new SmtpReceiver();
        var scenario = Scenario(server, smtp => (smtp.User, smtp.Password) = ("bulkpush", "s3cret-word"));
        var (target, _) = await scenario.CreateAsync(NotificationScenario.Email("sam@example.com"));
        Assert.Equal(DeliveryStatus.Delivered, (await scenario.Trial.SendAsync(target.Id, "tests", Ct))!.Status);
        Assert.Equal("bulkpush s3cret-word", server.SignedIn);

        server.Reply = line => line.StartsWith("AUTH", StringComparison.Ordinal) ? "535 wrong" : null;
        var refused = await scenario.Trial.SendAsync(target.Id, "tests", Ct);

        Assert.StartsWith("The mail server does not accept Smtp:User and Smtp:Password", refused!.LastAnswer, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret-word", refused.LastAnswer + string.Join('\n', scenario.Written.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_said_to_a_server_whose_certificate_is_not_trusted_or_that_has_no_TLS()
    {
        await using var untrusted = new SmtpReceiver { OffersTls = true };
        await using var plain = new SmtpReceiver();
        foreach (var (server, words) in new[] { (untrusted, "TLS certificate is not trusted"), (plain, "does not offer what Smtp:Security") })
        {
            var scenario = Scenario(server, smtp => smtp.Security = SmtpSecurity.StartTls);
            var (target, _) = await scenario.CreateAsync(NotificationScenario.Email("sam@example.com"));

            var tried = await scenario.Trial.SendAsync(target.Id, "tests", Ct);

            Assert.Contains(words, tried!.LastAnswer, StringComparison.Ordinal);
            Assert.Empty(server.Received);
        }
    }

    [Theory]
    [InlineData("smtp.example.com", "", "", SmtpSecurity.StartTls, "Smtp:From")]
    [InlineData("smtp.example.com", "bulkpush@example.com", "me", SmtpSecurity.None, "Smtp:Security")]
    [InlineData("localhost", "bulkpush@example.com", "me", SmtpSecurity.None, null)]
    [InlineData("smtp.example.com", "BulkPush <bulkpush@example.com>", "me", SmtpSecurity.Tls, null)]
    [InlineData("", "", "", SmtpSecurity.StartTls, null)]
    public void Settings_that_cannot_work_are_named(string host, string from, string user, SmtpSecurity security, string? key)
    {
        var options = new SmtpOptions { Host = host, From = from, User = user, Password = user, Security = security };

        var result = new SmtpOptionsValidator().Validate(null, options);

        Assert.Equal(key is not null, result.Failed);
        if (key is not null)
            Assert.Contains(key, result.FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_without_a_user_is_refused() =>
        Assert.True(new SmtpOptionsValidator().Validate(null, new SmtpOptions { Password = "x" }).Failed);

    private NotificationScenario Scenario(SmtpReceiver server, Action<SmtpOptions>? change = null)
    {
        var smtp = new SmtpOptions { Host = "localhost", Port = server.Port, Security = SmtpSecurity.None, From = "BulkPush <bulkpush@example.com>" };
        change?.Invoke(smtp);
        return new NotificationScenario(postgres, smtp: smtp);
    }
}
