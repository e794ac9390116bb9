using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BulkPush.Core.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class StoreTokensAndApiVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "protected_access_token",
                table: "stores",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "access_token_expires_at",
                table: "stores",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "access_token_obtained_at",
                table: "stores",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "api_version_since",
                table: "stores",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked_api_version",
                table: "stores",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "client_id",
                table: "stores",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "protected_client_secret",
                table: "stores",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "served_api_version",
                table: "stores",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "access_token_expires_at",
                table: "stores");

            migrationBuilder.DropColumn(
                name: "access_token_obtained_at",
                table: "stores");

            migrationBuilder.DropColumn(
                name: "api_version_since",
                table: "stores");

            migrationBuilder.DropColumn(
                name: "asked_api_version",
                table: "stores");

            migrationBuilder.DropColumn(
                name: "client_id",
                table: "stores");

            migrationBuilder.DropColumn(
                name: "protected_client_secret",
                table: "stores");

            migrationBuilder.DropColumn(
                name: "served_api_version",
                table: "stores");

            migrationBuilder.AlterColumn<string>(
                name: "protected_access_token",
                table: "stores",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);
        }
    }
}
