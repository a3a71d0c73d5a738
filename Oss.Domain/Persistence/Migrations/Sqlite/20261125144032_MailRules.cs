using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class MailRules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "PendingRules",
                table: "Mailboxes",
                type: "TEXT",
                nullable: true);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000001"),
                column: "Features",
                value: 7287);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000002"),
                column: "Features",
                value: 15487);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000003"),
                column: "Features",
                value: 15615);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000004"),
                column: "Features",
                value: 16383);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "PendingRules",
                table: "Mailboxes");

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000001"),
                column: "Features",
                value: 119);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000002"),
                column: "Features",
                value: 127);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000003"),
                column: "Features",
                value: 255);

            migrationBuilder.UpdateData(
                table: "Products",
                keyColumn: "Id",
                keyValue: new Guid("01930000-0000-7000-8000-000000000004"),
                column: "Features",
                value: 1023);
        }
    }
}
